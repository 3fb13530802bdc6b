using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Ledger;

/// <summary>The tables that several machines share. Ids and names compare by bytes, whatever the database's own collation is, now and after an upgrade.</summary>
internal static class PostgresTables
{
    /// <summary>What <c>check_hold</c> raises.</summary>
    public const string HoldLost = "TT001";

    public static PostgresSchema Schema { get; } = new(
    [
        $"""
        CREATE TABLE decision (
          id text COLLATE "C" PRIMARY KEY,
          conversation text COLLATE "C" NOT NULL UNIQUE,
          message text,
          received_at timestamptz NOT NULL,
          decided_at timestamptz NOT NULL,
          is_dry_run boolean NOT NULL,
          policy_hash text NOT NULL,
          ticket_hash text,
          call uuid NOT NULL             -- which wrote it: repeated because its answer was lost, it finds its own row
        );

        CREATE INDEX decision_time ON decision (decided_at);

        CREATE TABLE judgement (
          decision text COLLATE "C" NOT NULL REFERENCES decision ON DELETE CASCADE,
          is_shadow boolean NOT NULL,
          outcome text COLLATE "C" NOT NULL,
          reason text,
          verdict text COLLATE "C" NOT NULL,
          severity text,
          categories jsonb NOT NULL,
          prompt text NOT NULL,
          prompt_hash text NOT NULL,
          model_asked text NOT NULL,
          model_returned text,
          latency_ms bigint NOT NULL,
          calls bigint NOT NULL,
          input_tokens bigint,
          output_tokens bigint,
          PRIMARY KEY (decision, is_shadow)
        );

        CREATE TABLE step (
          decision text COLLATE "C" NOT NULL REFERENCES decision ON DELETE CASCADE,
          number bigint NOT NULL,
          what jsonb NOT NULL,           -- kind and ids
          text text,                     -- of a comment that is not written yet
          done_at timestamptz,
          failure text,
          PRIMARY KEY (decision, number)
        );

        CREATE TABLE merged (
          conversation text COLLATE "C" PRIMARY KEY,
          into_conversation text COLLATE "C" NOT NULL
        );

        CREATE INDEX merged_into ON merged (into_conversation);

        CREATE TABLE hold (
          conversation text COLLATE "C" PRIMARY KEY,
          token text COLLATE "C" NOT NULL,
          ends_at timestamptz NOT NULL
        );

        CREATE INDEX hold_token ON hold (token);

        CREATE TABLE trail (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          conversation text COLLATE "C" NOT NULL,
          at timestamptz NOT NULL,
          what text NOT NULL,
          call uuid NOT NULL UNIQUE
        );

        CREATE INDEX trail_of ON trail (conversation, id);
        CREATE INDEX trail_time ON trail (at);

        CREATE TABLE tagging (
          conversation text COLLATE "C" NOT NULL,
          tag text COLLATE "C" NOT NULL,
          is_on boolean NOT NULL,
          at timestamptz NOT NULL,
          PRIMARY KEY (tag, conversation)
        );

        CREATE INDEX tagging_time ON tagging (at);

        CREATE TABLE cursor (
          name text COLLATE "C" PRIMARY KEY,
          at timestamptz NOT NULL
        );

        CREATE TABLE event (
          id text COLLATE "C" PRIMARY KEY,
          is_done boolean NOT NULL,
          at timestamptz NOT NULL
        );

        CREATE INDEX event_time ON event (at);

        -- The first statement of whatever only a holder may write. Its lock keeps the hold until the transaction ends: whoever
        -- would take it over waits, and what follows in the transaction sees all that was written under the hold before.
        CREATE FUNCTION check_hold(held text, by_token text) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM FROM hold WHERE conversation = held AND token = by_token AND ends_at > now() FOR NO KEY UPDATE;
          IF NOT FOUND THEN
            RAISE EXCEPTION 'the hold has ended' USING ERRCODE = '{HoldLost}';
          END IF;
        END $$;
        """,
    ]);
}
