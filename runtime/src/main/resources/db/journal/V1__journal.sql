-- Quarkus Journal, schema version 1.
--
-- The application runs this by itself (quarkus.journal.schema-management=create). To let Flyway run it instead, add db/journal to
-- its locations, or copy this file under the next version of your own migrations. For a schema of another name, replace "journal."
-- throughout: every object is qualified. Partitions of the event table are made by the application, ahead of need.

CREATE SCHEMA IF NOT EXISTS journal;

-- One row: what journal this is. Its row lock is the journal's lock: a position exists only once it is allocated under it.
-- Batches lock the row and do not update it, so that it gathers no dead versions under a long open snapshot.
CREATE TABLE journal.log (
    singleton      boolean     NOT NULL DEFAULT true PRIMARY KEY CHECK (singleton),
    epoch          text        COLLATE "C" NOT NULL CHECK (epoch ~ '^[0-9a-z]{8}$'),
    schema_version integer     NOT NULL,
    floor          bigint      NOT NULL DEFAULT 0,
    highest_floor  bigint      NOT NULL DEFAULT 0,
    trims          bigint      NOT NULL DEFAULT 0,
    created        timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN journal.log.floor IS 'every position up to here may be gone';
COMMENT ON COLUMN journal.log.highest_floor IS 'no topic''s floor is higher';
COMMENT ON COLUMN journal.log.trims IS 'how often floors were raised; a reader that sees it grow looks at its topics'' floors';

-- Floors are committed before anything is removed. So a reader that reads rows first and floors afterwards misses nothing silently.
CREATE TABLE journal.topic (
    id      integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text        COLLATE "C" NOT NULL UNIQUE,
    created timestamptz NOT NULL DEFAULT now(),
    closing timestamptz,
    ended   bigint,
    floor   bigint      NOT NULL DEFAULT 0,
    trimmed bigint      NOT NULL DEFAULT 0,
    swept   bigint      NOT NULL DEFAULT 0,
    counted bigint      NOT NULL DEFAULT 0,
    counted_through bigint NOT NULL DEFAULT 0
);

CREATE INDEX topic_ended ON journal.topic (ended) WHERE ended IS NOT NULL;
CREATE INDEX topic_unswept ON journal.topic (id) WHERE swept < floor;

COMMENT ON COLUMN journal.topic.closing IS 'when a node that waits to close the topic last said so; it counts for seconds';
COMMENT ON COLUMN journal.topic.ended IS 'the position of the topic''s end marker; nothing follows it';
COMMENT ON COLUMN journal.topic.floor IS 'the highest position of this topic that was removed, or is about to be';
COMMENT ON COLUMN journal.topic.trimmed IS 'at which of the journal''s trims the floor was raised last';
COMMENT ON COLUMN journal.topic.swept IS 'events up to here are removed; those between here and the floor are being removed';
COMMENT ON COLUMN journal.topic.counted IS 'how many entries of this topic there are above its floor, up to counted_through';
COMMENT ON COLUMN journal.topic.counted_through IS 'the rest is counted by whoever asks';

-- A mark that changes when topics are closed. Its value is seen at once, whatever the snapshot of who reads it.
CREATE SEQUENCE journal.topic_closings;

CREATE TABLE journal.event (
    position       bigint      NOT NULL,
    index          bigint,
    time           timestamptz NOT NULL,
    recorded       timestamptz NOT NULL,
    topic_id       integer     NOT NULL,
    kind           text        COLLATE "C" NOT NULL,
    id             text        COLLATE "C" NOT NULL,
    key            text        COLLATE "C",
    correlation_id text        COLLATE "C",
    run            text        COLLATE "C",
    step           text        COLLATE "C",
    headers        json,
    payload        json        NOT NULL,
    PRIMARY KEY (position)
) PARTITION BY RANGE (position);

CREATE INDEX event_topic ON journal.event (topic_id, position);

-- For readers that filter. Each can be dropped where nobody filters by its column: publishing gets cheaper, and whoever filters
-- all the same reads through the topic.
CREATE INDEX event_kind ON journal.event (topic_id, kind, position) WHERE kind <> 'event';
CREATE INDEX event_key ON journal.event (key, position, topic_id) WHERE key IS NOT NULL;
CREATE INDEX event_correlation ON journal.event (correlation_id, position, topic_id) WHERE correlation_id IS NOT NULL;
CREATE INDEX event_time ON journal.event USING brin (time) WITH (autosummarize = on);

COMMENT ON COLUMN journal.event.time IS 'the publisher''s time; it does not follow the order of positions';
COMMENT ON COLUMN journal.event.recorded IS 'the database''s time at sequencing';

-- Events of callers' own transactions, on their way: a transaction inserts them, the next batch of whichever node moves those that
-- are committed into the event table, whole transactions in the order of their highest ticket. Tickets are given out one by one
-- (CACHE 1), so that what is published after a commit that one has seen gets a higher ticket. The transaction stands before the
-- ticket, so that whoever has a ticket has a transaction id that is older.
CREATE TABLE journal.pending (
    transaction    xid8        NOT NULL DEFAULT pg_current_xact_id(),
    ticket         bigint      GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
    index          bigint,
    time           timestamptz NOT NULL,
    topic_id       integer     NOT NULL,
    kind           text        COLLATE "C" NOT NULL,
    id             text        COLLATE "C" NOT NULL,
    id_given       boolean     NOT NULL DEFAULT false,
    key            text        COLLATE "C",
    correlation_id text        COLLATE "C",
    run            text        COLLATE "C",
    step           text        COLLATE "C",
    headers        json,
    payload        json        NOT NULL
);

COMMENT ON COLUMN journal.pending.id_given IS 'whether the publisher gave the id, so that it is stored once';

-- Events of committed transactions that the event table did not take, because of a constraint, an index or a trigger that somebody
-- has added to it. They are put aside, so that nothing has to wait for them. Nobody reads this but an operator.
CREATE TABLE journal.refused (
    ticket         bigint      NOT NULL PRIMARY KEY,
    refused        timestamptz NOT NULL DEFAULT now(),
    sqlstate       text        NOT NULL,
    reason         text        NOT NULL,
    index          bigint,
    time           timestamptz NOT NULL,
    topic_id       integer     NOT NULL,
    kind           text        COLLATE "C" NOT NULL,
    id             text        COLLATE "C" NOT NULL,
    id_given       boolean     NOT NULL,
    key            text        COLLATE "C",
    correlation_id text        COLLATE "C",
    run            text        COLLATE "C",
    step           text        COLLATE "C",
    headers        json,
    payload        json        NOT NULL
);

-- One row for each batch, written in the batch's transaction. The highest head is the journal's head. A writer that does not
-- know whether its commit took place finds its batch here, or does not. Each writer deletes its own older rows. Batches of moved
-- events have negative numbers.
--
-- moved_through and the two arrays say where in the pending table to look: at every ticket above moved_through, and at those
-- below it that were given out and not seen yet. Such a ticket is forgotten once every transaction that was running when it was
-- missed has ended. So a batch never walks over what earlier batches have moved away, however long an old snapshot keeps it.
CREATE TABLE journal.batch (
    head             bigint   NOT NULL PRIMARY KEY,
    writer           text     COLLATE "C" NOT NULL,
    number           bigint   NOT NULL,
    moved_through    bigint   NOT NULL DEFAULT 0,
    ahead            bigint[] NOT NULL DEFAULT '{}',
    missed           bigint[] NOT NULL DEFAULT '{}',
    missed_at        xid8[]   NOT NULL DEFAULT '{}',
    unlisted_through bigint,
    unlisted_at      xid8,
    more             boolean  NOT NULL DEFAULT false,
    repeats          bigint[],
    UNIQUE (writer, number)
);

COMMENT ON COLUMN journal.batch.moved_through IS 'pending tickets up to here are moved, or missed';
COMMENT ON COLUMN journal.batch.ahead IS 'tickets above that are moved already';
COMMENT ON COLUMN journal.batch.missed IS 'tickets that were given out and not to be seen: open, or rolled back';
COMMENT ON COLUMN journal.batch.missed_at IS 'each was given out to a transaction older than this one';
COMMENT ON COLUMN journal.batch.unlisted_through IS 'where the list of missed tickets begins anew; null unless it grew too long';
COMMENT ON COLUMN journal.batch.unlisted_at IS 'when every transaction older than this one has ended';
COMMENT ON COLUMN journal.batch.repeats IS 'of each given id in the batch, where it was stored before, if it was; null for none';

-- The answers to appends with an idempotency key, for as long as the key is remembered. Read and written under the journal's lock.
CREATE TABLE journal.receipt (
    topic_id    integer     NOT NULL,
    key         text        COLLATE "C" NOT NULL,
    fingerprint bytea       NOT NULL,
    count       integer     NOT NULL,
    first       bigint      NOT NULL,
    last        bigint      NOT NULL,
    cursor      text        COLLATE "C" NOT NULL,
    recorded    timestamptz NOT NULL,
    PRIMARY KEY (topic_id, key)
);

CREATE INDEX receipt_recorded ON journal.receipt (recorded);

COMMENT ON COLUMN journal.receipt.fingerprint IS 'SHA-256 of the events as the caller gave them';

-- The ids that publishers gave, for as long as they are remembered: within that time an id is stored once in its topic. Read and
-- written under the journal's lock.
CREATE TABLE journal.given_id (
    topic_id integer     NOT NULL,
    id       text        COLLATE "C" NOT NULL,
    position bigint      NOT NULL,
    recorded timestamptz NOT NULL,
    PRIMARY KEY (topic_id, id)
);

CREATE INDEX given_id_recorded ON journal.given_id (recorded);

-- Durable consumers: how far each has come, and which node reads for it. Everything up to its place is processed, or does not match.
-- A node reads for as long as it keeps its lease; whoever takes over raises the fence, and what the former owner writes is refused.
CREATE TABLE journal.consumer (
    name         text        COLLATE "C" NOT NULL PRIMARY KEY,
    position     bigint,
    cursor       text        COLLATE "C",
    moved        timestamptz,
    owner        text        COLLATE "C",
    fence        bigint      NOT NULL DEFAULT 0,
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    created      timestamptz NOT NULL DEFAULT now(),
    CHECK ((position IS NULL) = (cursor IS NULL))
) WITH (fillfactor = 50);

COMMENT ON COLUMN journal.consumer.position IS 'everything up to here is processed, or does not match; null before the first checkpoint';
COMMENT ON COLUMN journal.consumer.fence IS 'how often the consumer was taken over';

INSERT INTO journal.batch (head, writer, number) VALUES (0, '', 0);
INSERT INTO journal.log (epoch, schema_version) VALUES (substr(replace(gen_random_uuid()::text, '-', ''), 1, 8), 1);
