using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Perturbing;

/// <summary>A line of courtesy before the message, in its language where we have one.</summary>
internal sealed class Greeting() : Perturbation("greeting", "a greeting before the message")
{
    private protected override Ticket Rewrite(EvalCase @case, Random random)
    {
        string[] greetings = LanguageTag.Primary(@case.Ticket.Language) switch
        {
            "es" => ["Buenos días, espero que estén muy bien.", "Hola, gracias por su ayuda de siempre."],
            "pt" => ["Bom dia, espero que estejam bem.", "Olá, obrigado pela ajuda de sempre."],
            "fr" => ["Bonjour, j'espère que vous allez bien.", "Bonjour, merci pour votre aide habituelle."],
            "de" => ["Guten Tag, ich hoffe, es geht Ihnen gut.", "Hallo, danke für Ihre Hilfe wie immer."],
            "ko" => ["안녕하세요, 늘 도와주셔서 감사합니다.", "안녕하세요, 평안하시지요."],
            "zh" => ["您好，感谢您一直以来的帮助。", "您好，祝一切顺利。"],
            _ => ["Good morning, I hope you are all well.", "Hello team, thank you for your help as always.", "Hi there, hope the week is treating you kindly."],
        };
        return @case.Ticket with { Body = MailBody.Before(@case.Ticket.Body, greetings[random.Next(greetings.Length)]) };
    }
}
