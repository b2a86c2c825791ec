// JSON Web Tokens by another implementation, npm jose, over what comes as JSON on standard input.
//
// In:  {"sign": [{"payload": "text", "header": {…}, "jwk": {… private …}}],
//       "verify": [{"token": "…", "jwk": {… public …}, "alg": "…"}]}
// Out: the same two lists with the results, in the same order.
import {CompactSign, compactVerify, importJWK} from 'jose';

async function sign({payload, header, jwk}) {
  const key = await importJWK(jwk, header.alg);
  return new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader(header).sign(key);
}

async function verify({token, jwk, alg}) {
  try {
    const {payload, protectedHeader} = await compactVerify(token, await importJWK(jwk, alg));
    return {verified: true, payload: new TextDecoder().decode(payload), header: protectedHeader};
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
  sign: await inOrder(request.sign, sign),
  verify: await inOrder(request.verify, verify),
}));
