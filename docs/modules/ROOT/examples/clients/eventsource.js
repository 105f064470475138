import { EventSource } from 'eventsource';

/** The package eventsource: an EventSource for Node.js. */
export function follow(stream, on, last = '') {
    const source = new EventSource(`${stream}?named=false&lastEventId=${last}`);
    source.onmessage = message => {
        last = message.lastEventId;
        on.event(JSON.parse(message.data));
    };
    source.addEventListener('gap', message => on.gap(JSON.parse(message.data)));
    source.addEventListener('caught-up', () => on.caughtUp());
    source.addEventListener('end', () => on.end());
    source.onerror = error => {
        if (source.readyState !== EventSource.CLOSED) {
            return; // The connection broke: it comes back by itself, strictly after the last id
        }
        if (error.code === 204) {
            on.stopped(); // Nothing will ever come after the end
        } else {
            setTimeout(() => follow(stream, on, last), 5000); // Refused, for instance by a full node
        }
    };
}
