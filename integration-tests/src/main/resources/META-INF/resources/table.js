import {byId} from './page.js';

// Newest first and bounded, so that the page can stay open for days
const MOST_ROWS = 500;
const TIME = new Intl.DateTimeFormat([], {dateStyle: 'short', timeStyle: 'medium'});

let received, waiting = [];

export function clearRows() {
    received = 0;
    waiting = [];
    byId('rows').replaceChildren();
    byId('count').textContent = 'No events yet';
}

export function addEvent(data) {
    received++;
    const event = JSON.parse(data);
    add(() => {
        const row = newRow();
        addCell(row, 'position', event.position);
        addCell(row, 'kind', event.kind);
        addCell(row, 'key', event.key ?? '');
        addCell(row, 'payload', '').append(newBox(payloadText(data)));
        addCell(row, 'time', TIME.format(new Date(event.time))).title = event.time;
        return row;
    });
}

export function addNote(name, text) {
    // A quiet topic on a shaky line would fill the table with the same words
    const newest = byId('rows').firstElementChild;
    if (!waiting.length && newest?.classList.contains(name) && newest.textContent === text) {
        return;
    }
    add(() => {
        const row = newRow();
        row.classList.add('note', name);
        addCell(row, '', text).colSpan = 5;
        return row;
    });
}

function add(makeRow) {
    if (waiting.push(makeRow) === 1) {
        // One change of the table for a whole burst, also in a tab that nobody looks at
        setTimeout(showRows, 30);
    }
    if (waiting.length > 2 * MOST_ROWS) {
        waiting.splice(0, MOST_ROWS);
    }
}

function showRows() {
    const rows = byId('rows');
    rows.prepend(...waiting.slice(-MOST_ROWS).reverse().map(makeRow => makeRow()));
    waiting = [];
    while (rows.childElementCount > MOST_ROWS) {
        rows.lastElementChild.remove();
    }
    const events = received === 1 ? 'event' : 'events';
    byId('count').textContent = received ? `${received.toLocaleString()} ${events} received, newest first` : 'No events yet';
}

function newRow() {
    const row = document.createElement('tr');
    row.setAttribute('role', 'row');
    return row;
}

function addCell(row, name, text) {
    const cell = row.insertCell();
    cell.setAttribute('role', 'cell');
    cell.className = name;
    cell.textContent = text;
    return cell;
}

function newBox(text) {
    const box = document.createElement('div');
    box.textContent = text;
    return box;
}

// The payload as the journal has it: the last member of the event. Digits beyond a double's would not survive JSON.parse.
function payloadText(data) {
    const name = '"payload":';
    for (let at = data.indexOf(name); at >= 0; at = data.indexOf(name, at + 1)) {
        const text = data.slice(at + name.length, -1);
        try {
            JSON.parse(text);
            return text;
        } catch {
            // a header of that name
        }
    }
    return '';
}
