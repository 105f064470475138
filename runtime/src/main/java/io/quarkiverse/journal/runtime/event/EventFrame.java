package io.quarkiverse.journal.runtime.event;

import java.nio.charset.StandardCharsets;

/**
 * An event as it goes over the wire: a server-sent event with its id, its name, and its JSON on one line, in the bytes that all
 * readers of the node share. What other forms need of it is a part of these bytes.
 * <p>
 * Needs no escaping: cursors and kinds are ASCII without line breaks, and the JSON is one line. Immutable.
 *
 * @param bytes the whole frame with the empty line behind it; not to be written to
 * @param idLength where the line of the id ends, without its line break
 * @param data where the line break before the line of the data is
 */
public record EventFrame(byte[] bytes, int idLength, int data) {

    private static final byte[] ID = "id: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NAME = "\nevent: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    static EventFrame of(StoredEvent event) {
        byte[] cursor = event.cursor().toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] kind = event.data().kind().getBytes(StandardCharsets.ISO_8859_1);
        int idLength = ID.length + cursor.length;
        int data = idLength + NAME.length + kind.length;
        byte[] before = new byte[data + DATA.length];
        System.arraycopy(ID, 0, before, 0, ID.length);
        System.arraycopy(cursor, 0, before, ID.length, cursor.length);
        System.arraycopy(NAME, 0, before, idLength, NAME.length);
        System.arraycopy(kind, 0, before, idLength + NAME.length, kind.length);
        System.arraycopy(DATA, 0, before, data, DATA.length);
        return new EventFrame(EventJson.encode(event, before, END), idLength, data);
    }

    /** Where the JSON begins. */
    public int json() {
        return data + DATA.length;
    }

    /** How long the JSON is with the line break behind it. */
    public int jsonLineLength() {
        return bytes.length - json() - 1;
    }
}
