import { createEventSource } from 'eventsource-client';

/** The package eventsource-client: messages as an iterator, for Node.js and browsers. */
export async function follow(stream, on, last) {
    const source = createEventSource({ url: stream, initialLastEventId: last });
    for await (const { event, data } of source) {
        switch (event) {
            case 'gap': on.gap(JSON.parse(data)); break;
            case 'caught-up': on.caughtUp(); break;
            case 'end': on.end(); break;
            case 'cursor': break; // The source has its id, and there is nothing else in it
            case 'error': break; // The server closes now, and the source connects again
            default: on.event(JSON.parse(data)); // Events are named by their kinds
        }
    }
    on.stopped(); // 204 has closed the source
}
