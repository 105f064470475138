import { fetchEventSource } from '@microsoft/fetch-event-source';

/** The package @microsoft/fetch-event-source: headers, methods and bodies as fetch has them, in browsers. */
export async function follow(stream, on, last = '') {
    const over = new AbortController();
    await fetchEventSource(stream, {
        signal: over.signal,
        // It takes an id over before it has the whole message, and a connection can break between them: send what was read
        fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, 'last-event-id': last } }),
        async onopen(response) {
            if (response.status === 204) {
                over.abort(); // Nothing will ever come after the end; without this it would ask for ever
            } else if (response.status !== 200) {
                throw new Error(`HTTP ${response.status}`); // Refused, for instance by a full node: it tries again
            }
        },
        onmessage({ event, id, data }) {
            if (data === '') {
                return; // A heartbeat
            }
            switch (event) {
                case 'gap': on.gap(JSON.parse(data)); break;
                case 'caught-up': on.caughtUp(); break;
                case 'end': on.end(); break;
                case 'cursor': break;
                case 'error': break; // The server closes now, and it connects again
                default: on.event(JSON.parse(data)); // Events are named by their kinds
            }
            last = id || last;
        },
        onclose() {
            throw new Error('The server has closed'); // A node that stops: without this it would be satisfied
        }
    });
    on.stopped();
}
