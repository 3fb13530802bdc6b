using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Tests.Storage;

public sealed class PostgresOptionsTests
{
    [Theory]
    [InlineData("", "is not set")]
    [InlineData("postgres://tns:hunter2@db/tns", "is a URI")]
    [InlineData("Host=db;Pasword=hunter2", "cannot be read")]
    [InlineData("Host=db;Port=hunter2", "cannot be read")]
    [InlineData("Host=db;Password=a;hunter2", "cannot be read")]
    [InlineData("Username=tns;Password=hunter2", "names no Host")]
    public void A_connection_string_that_is_none_is_told_and_not_shown(string text, string what)
    {
        var problem = LedgerStore.Check("postgres", new PostgresOptions { ConnectionString = text }).ShouldHaveSingleItem();

        problem.What.ShouldBe(what);
        problem.ToString().ShouldStartWith("TnsTriage:Postgres:ConnectionString: ");
        problem.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void What_the_connection_string_says_goes_before_our_defaults()
    {
        var connection = new PostgresOptions { ConnectionString = "Server=db;Maximum Pool Size=5;Options=-c statement_timeout=1s" }.Connection();

        (connection.Host, connection.MaxPoolSize, connection.Timeout).ShouldBe(("db", 5, 5));
        connection.Options.ShouldNotBeNull().ShouldEndWith("-c statement_timeout=1s");   // the last one counts
    }

    [Fact]
    public void A_store_that_does_not_exist_is_told() =>
        LedgerStore.Check("mysql", new PostgresOptions()).ShouldHaveSingleItem().ToString().ShouldBe(
            "TnsTriage:Ledger: \"mysql\" is neither sqlite nor postgres. Write one of them.");

    [Fact]
    public void A_ledger_in_a_file_needs_no_database() => LedgerStore.Check("SQLite", new PostgresOptions()).ShouldBeEmpty();
}
