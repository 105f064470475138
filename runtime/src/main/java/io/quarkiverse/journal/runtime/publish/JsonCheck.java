package io.quarkiverse.journal.runtime.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

import io.quarkiverse.journal.PayloadEncodingException;
import io.quarkiverse.journal.runtime.event.BoundedParsers;

/**
 * Makes sure that a payload is one JSON value that PostgreSQL takes, so that it cannot fail later, in a batch.
 */
final class JsonCheck {

    /** Deeper values are refused: the server's parser is recursive. */
    static final int DEEPEST = 500;

    private static final BoundedParsers JSON = new BoundedParsers(DEEPEST, JsonFactory.Feature.INTERN_FIELD_NAMES);

    private JsonCheck() {
    }

    /**
     * Encodes text.
     *
     * @throws PayloadEncodingException when it has a lone surrogate, which UTF-8 has no bytes for
     */
    static byte[] utf8(String text) {
        if (FieldChecks.hasLoneSurrogate(text)) {
            throw new PayloadEncodingException("The payload has a lone surrogate, which is no character", null);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks one JSON value and puts it on one line: a line break between tokens becomes a space. The array is changed in
     * place.
     *
     * @throws PayloadEncodingException when it is anything else than one value
     */
    static byte[] requireOneValue(byte[] json) {
        requireNoOtherEncoding(json);
        try (JsonParser parser = JSON.parse(json)) {
            if (parser.nextToken() == null) {
                throw new PayloadEncodingException("The payload is empty; JSON has 'null' for nothing", null);
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw new PayloadEncodingException("The payload is more than one JSON value; the second one begins at byte "
                        + parser.currentTokenLocation().getByteOffset(), null);
            }
            return parser.currentLocation().getLineNr() == 1 ? json : onOneLine(json);
        } catch (StreamConstraintsException e) {
            throw new PayloadEncodingException("The payload is nested deeper than " + DEEPEST + " levels", e);
        } catch (JsonParseException e) {
            throw new PayloadEncodingException("The payload is no JSON, near byte " + e.getLocation().getByteOffset(), e);
        } catch (IOException e) {
            throw new PayloadEncodingException("The payload is no JSON", e);
        }
    }

    /** Jackson guesses UTF-16 and UTF-32 from zero bytes, and passes over a byte order mark; PostgreSQL takes neither. */
    private static void requireNoOtherEncoding(byte[] json) {
        if (json.length > 2 && json[0] == (byte) 0xef && json[1] == (byte) 0xbb && json[2] == (byte) 0xbf) {
            throw new PayloadEncodingException("The payload is no JSON: it begins with a byte order mark", null);
        }
        boolean ascii = true;
        for (byte b : json) {
            if (b == 0) {
                throw new PayloadEncodingException("The payload is no JSON: it has a raw U+0000", null);
            }
            ascii &= b > 0;
        }
        if (!ascii) {
            requireUtf8(json);
        }
    }

    /** Raw values go through Jackson's generator unchecked, and its parser does not look at every byte of a character. */
    private static void requireUtf8(byte[] json) {
        try {
            StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(json));
        } catch (CharacterCodingException e) {
            throw new PayloadEncodingException("The payload is no UTF-8", e);
        }
    }

    private static byte[] onOneLine(byte[] json) {
        // JSON allows no raw line break inside a string, so every one is between tokens.
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }
}
