import {byId, problem, topicUrl} from './page.js';
import {addEvent, addNote, clearRows} from './table.js';

const PAUSE_MS = 3000;

let source, topic, start, lastId, retry;

function open() {
    close();
    const url = `${topicUrl(topic)}/stream?named=false&`
        + (lastId ? `lastEventId=${encodeURIComponent(lastId)}` : `since=${start}`);
    const mine = source = new EventSource(url);
    show('waiting', 'connecting');
    mine.onopen = () => show('waiting', 'replaying');
    mine.onmessage = frame => {
        passed(frame);
        addEvent(frame.data);
    };
    on('caught-up', ({position}) => {
        show('live', 'live');
        addNote('caught-up', `caught up · position ${position}`);
    });
    on('gap', ({reason, requested, first}) =>
        addNote('gap', `gap (${reason}) · asked for after ${requested}, goes on from ${first}`));
    on('end', ({position}) => {
        addNote('end', `end · the topic was closed at ${position}`);
        close('ended');
    });
    on('cursor', () => {});
    mine.onerror = frame => {
        if (frame.data) {
            addNote('error', `the stream broke (${JSON.parse(frame.data).reason}) · goes on after the last event`);
        }
        show('waiting', 'reconnecting');
        if (mine.readyState === EventSource.CLOSED) {
            goOn(url, mine);
        }
    };

    function on(name, handle) {
        mine.addEventListener(name, frame => {
            passed(frame);
            handle(JSON.parse(frame.data));
        });
    }
}

function passed(frame) {
    lastId = frame.lastEventId || lastId;
}

// EventSource does not say why it gave up. Asking again tells: over, refused, or worth another attempt.
async function goOn(url, mine) {
    const asked = new AbortController();
    const response = await fetch(url, {signal: asked.signal, headers: {Accept: 'text/event-stream'}}).catch(() => null);
    const reason = response && response.status >= 400 && await problem(response);
    asked.abort();
    if (source !== mine) {
        return;
    }
    if (response?.status === 204) {
        addNote('end', 'end · the topic is closed');
        close('ended');
    } else if (response?.status >= 400 && response.status < 500) {
        addNote('error', `refused · ${reason}`);
        close('refused', 'refused');
    } else {
        const wait = Number(response?.headers.get('Retry-After')) * 1000 || PAUSE_MS;
        retry = setTimeout(open, wait);
    }
}

function close(text, state = 'stopped') {
    clearTimeout(retry);
    source?.close();
    source = null;
    if (text) {
        show(state, text);
    }
}

function show(state, text) {
    byId('state').dataset.state = state;
    byId('state').textContent = text;
    byId('stop').disabled = !source;
    byId('resume').disabled = Boolean(source) || !topic || text === 'ended';
}

function watch() {
    topic = byId('watch-topic').value;
    start = byId('since').value;
    lastId = null;
    byId('curl').textContent = `curl -N ${new URL(`${topicUrl(topic)}/stream`, location)}`;
    clearRows();
    open();
}

byId('watch').addEventListener('submit', submitted => {
    submitted.preventDefault();
    watch();
});
byId('stop').addEventListener('click', () => close('stopped'));
byId('resume').addEventListener('click', open);

watch();
