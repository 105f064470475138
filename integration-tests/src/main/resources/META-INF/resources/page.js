export const byId = id => document.getElementById(id);

export const topicUrl = topic => `journal/topics/${encodeURIComponent(topic)}`;

/** What a refusal says: the problem's detail, and what is wrong with which member of the body. */
export async function problem(response) {
    try {
        const {title, detail, errors = []} = await response.json();
        return [detail ?? title, ...errors.map(e => `${e.pointer}: ${e.detail}`)].join('\n');
    } catch {
        return `the server answered ${response.status}`;
    }
}
