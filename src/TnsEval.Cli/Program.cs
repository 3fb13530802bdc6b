Console.WriteLine("tnseval");
