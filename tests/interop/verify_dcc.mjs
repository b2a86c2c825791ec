// Runs a third implementation (npm @digitalcredentials/vc and verifier-core, as the Digital
// Credentials Consortium's wallet and verifier do) over credentials that come as JSON on standard
// input, and answers as JSON on standard output. Nothing is fetched: whatever tries to is refused.
//
// In:  {"verify": [{"credential": {…}}],
//       "sign": [{"credential": {…}, "seed": "hex of 32 bytes", "created": "…"}]}
// Out: the same two lists with the results, in the same order.
console.log = console.error; // standard output is for the answers
globalThis.fetch = async resource => {
  throw new Error(`Nothing is fetched: ${resource.url ?? resource}`);
};

const {DataIntegrityProof} = await import('@digitalcredentials/data-integrity');
const Ed25519Multikey = await import('@digitalcredentials/ed25519-multikey');
const {cryptosuite} = await import('@digitalcredentials/eddsa-rdfc-2022-cryptosuite');
const {securityLoader} = await import('@digitalcredentials/security-document-loader');
const vc = await import('@digitalcredentials/vc');
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

async function verify({credential}) {
  const result = await verifyCredential({credential, knownDIDRegistries: []});
  return {
    log: Object.fromEntries((result.log ?? []).map(({id, valid}) => [id, valid ?? null])),
    errors: (result.errors ?? []).map(({name}) => name),
  };
}

async function sign({credential, seed, created}) {
  const key = await Ed25519Multikey.generate({seed: Buffer.from(seed, 'hex')});
  const {publicKeyMultibase} = await key.export({publicKey: true});
  key.controller = `did:key:${publicKeyMultibase}`;
  key.id = `${key.controller}#${publicKeyMultibase}`;
  const suite = new DataIntegrityProof({signer: key.signer(), date: created, cryptosuite});
  const documentLoader = securityLoader({fetchRemoteContexts: false}).build();
  return vc.issue({credential, suite, documentLoader});
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
}));
