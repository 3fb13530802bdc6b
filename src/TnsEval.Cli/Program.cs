using TnsEval.Cli;

return await TnsEvalCommand.InvokeAsync(args, CommandContext.OfProcess());
