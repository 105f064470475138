/** node follow.js <client> <stream>: says on standard output what the client sees, until it stops by itself. */
import { reporting } from './reporting.js';

const [client, stream] = process.argv.slice(2);
const { follow } = await import(`./${client}.js`);
await follow(stream, reporting(line => console.log(line)));
