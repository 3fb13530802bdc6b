using System.Collections.Frozen;

namespace TnsEval.EvalSets.Redaction;

/// <summary>Capitalised words that stand where a name would and are none.</summary>
internal static class NameWords
{
    /// <summary>A run of capitalised words with one of these names a body, not a person.</summary>
    public static FrozenSet<string> Organisations { get; } = Set(
        "church chapel parish ministry ministries fellowship temple cathedral center centre team support community committee board staff office department school college " +
        "university desk service services council association foundation bank inc llc ltd gmbh iglesia capilla parroquia ministerio equipo soporte igreja capela paróquia " +
        "ministério suporte église paroisse équipe kirche gemeinde pfarrei bistum verein camp conference group groups choir");

    /// <summary>Titles: they lead to a name, and stay.</summary>
    public static FrozenSet<string> Titles { get; } = Set(
        "pastor pastora pastors pr pra rev reverend reverendo fr father padre père pe msgr mons bishop obispo bispo deacon diácono elder brother sister bro sis hermano hermana " +
        "hno hna lic irmão irmã sœur soeur frère frè sè kuya mr mrs ms miss mx dr dra prof sr sra srta señor señora señorita dona doña don senhor senhora herr frau pfarrer pfarrerin pater bruder " +
        "schwester mme mlle monsieur madame pasteur pasteure abbé");

    /// <summary>Words that end a name, or begin none.</summary>
    public static FrozenSet<string> Others { get; } = Set(
        "sir madam all everyone everybody folks friend friends customer customers client member members there you your yours we i it the this that a an and or no not yes " +
        "lord god jesus christ christian bible am pm monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october " +
        "november december easter christmas advent lent pentecost re fwd fw subject date sent from to cc bcc wrote thanks regards sincerely best cheers blessings hello hi dear " +
        "hey good morning afternoon evening admin administrator helpdesk help billing finance sales security noreply people services check-ins giving groups calendar planning " +
        "registrations publishing renewals vendor relations nombre ai on nos same loss control works jan feb mar apr jun jul aug sep sept oct nov dec appreciation search month day retreat fund how what when where why who can could please my our is are was todos todas amigos amiga amigo señores señoras " +
        "dios jesús cristo cliente lunes martes miércoles jueves viernes sábado domingo saludos gracias hola buenos buenas deus senhores senhoras obrigado obrigada abraços olá " +
        "tous toutes messieurs mesdames dieu seigneur merci bonjour cordialement damen herren zusammen alle grüße gruß gott herrn liebe lieber hallo danke viele ihr ihre euer freunde");

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
