// JSON Web Tokens by another implementation, npm jose, over what comes as JSON on standard input.
//
// In:  {"sign": [{"payload": "text", "header": {…}, "jwk": {… private …}}],
//       "verify": [{"token": "…", "jwk": {… public …}, "alg": "…"}],
//       "time": [{"document": {…}, "header": {…}, "secret": {… private jwk …},
//        "public": {… jwk …}, "count": 500}]}
// Out: the same lists with the results, in the same order; of "time", how many in a
// second, and how many in a second of the processor's own.
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

async function time({document, header, secret, public: open, count}) {
  const signing = await importJWK(secret, header.alg);
  const checking = await importJWK(open, header.alg);
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const make = () => new CompactSign(encoder.encode(JSON.stringify(document)))
    .setProtectedHeader(header).sign(signing);
  const token = await make();
  const check = async () => {
    const {payload} = await compactVerify(token, checking);
    return JSON.parse(decoder.decode(payload));
  };
  return {signed: await aSecond(make, count), verified: await aSecond(check, count)};
}

async function aSecond(work, count) {
  for (let done = 0; done < count / 5; done++) {
    await work();
  }
  const [began, used] = [process.hrtime.bigint(), process.cpuUsage()];
  for (let done = 0; done < count; done++) {
    await work();
  }
  const {user, system} = process.cpuUsage(used);
  const took = Number(process.hrtime.bigint() - began);
  return [count / (took / 1e9), count / ((user + system) / 1e6)];
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
  time: await inOrder(request.time, time),
}));
