/** The browser's own EventSource: it connects again by itself, and sends the last id. */
export function follow(stream, on, last = '') {
    const source = new EventSource(`${stream}?named=false&lastEventId=${last}`);
    let ended = false;
    source.onmessage = message => {
        last = message.lastEventId;
        on.event(JSON.parse(message.data));
    };
    source.addEventListener('gap', message => on.gap(JSON.parse(message.data)));
    source.addEventListener('caught-up', () => on.caughtUp());
    source.addEventListener('end', () => {
        ended = true;
        on.end();
    });
    source.onerror = () => {
        if (source.readyState !== EventSource.CLOSED) {
            return; // The connection broke: it comes back by itself, strictly after the last id
        }
        if (ended) {
            on.stopped(); // It came back after the end and got 204
        } else {
            setTimeout(() => follow(stream, on, last), 5000); // Refused, for instance by a full node
        }
    };
}
