import {byId, problem, topicUrl} from './page.js';

byId('publish').addEventListener('submit', async submitted => {
    submitted.preventDefault();
    const form = submitted.target;
    byId('published').textContent = byId('refused').textContent = '';
    byId('send').disabled = true;
    try {
        const response = await fetch(`${topicUrl(form.topic.value)}/events`, {
            method: 'POST', headers: {'Content-Type': 'application/json'}, body: eventOf(form)
        });
        if (!response.ok) {
            throw new Error(await problem(response));
        }
        byId('published').textContent = `Published at position ${(await response.json()).first}`;
    } catch (e) {
        byId('refused').textContent = `Not published: ${e.message}`;
    } finally {
        byId('send').disabled = false;
    }
});

function eventOf({kind, key, payload}) {
    try {
        JSON.parse(payload.value);
    } catch (e) {
        throw new Error(`the payload is not JSON: ${e.message}`);
    }
    const members = [];
    if (kind.value) members.push(`"kind":${JSON.stringify(kind.value)}`);
    if (key.value) members.push(`"key":${JSON.stringify(key.value)}`);
    // As typed: a payload that went through JSON.parse would lose digits
    members.push(`"payload":${payload.value}`);
    return `{${members.join()}}`;
}
