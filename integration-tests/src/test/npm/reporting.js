/** What a client sees, a line each. */
export const reporting = report => ({
    event: event => report(`event ${event.position} ${event.key}`),
    caughtUp: () => report('caught-up'),
    gap: gap => report(`gap ${gap.reason}`),
    end: () => report('end'),
    stopped: () => report('stopped')
});
