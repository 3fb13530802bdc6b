using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TnsTriage.FrontStub;

/// <summary>Answers in Front's form.</summary>
internal static class StubAnswers
{
    public static Task JsonAsync(HttpContext context, JsonNode body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString());
    }

    public static Task NoContentAsync(HttpContext context)
    {
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    public static Task ErrorAsync(HttpContext context, int status, string title, params string[] details)
    {
        var error = new JsonObject { ["status"] = status, ["title"] = title, ["message"] = "Refused by the stand-in" };
        if (details.Length > 0)
        {
            error["details"] = new JsonArray([.. details.Select(detail => JsonValue.Create(detail))]);
        }

        return JsonAsync(context, new JsonObject { ["_error"] = error }, status);
    }
}
