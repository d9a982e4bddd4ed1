import { expect, test } from 'vitest'
import { compareEcho, signature, signedHeaders, stringToSign } from '../../electron/access-control/hikcentral/auth.ts'
import vectors from '../samples/signature-vectors.json' with { type: 'json' }

type Vector = (typeof vectors.positive)[number]

const header = (vector: Vector, name: string) =>
  Object.entries(vector.headersOnTheWire).find(([key]) => key.toLowerCase() === name)?.[1]

const textOf = (vector: Vector) =>
  stringToSign({
    method: vector.method,
    path: vector.path,
    query: (vector.query ?? undefined) as Record<string, string> | undefined,
    accept: header(vector, 'accept'),
    contentMd5: header(vector, 'content-md5'),
    contentType: header(vector, 'content-type'),
    date: header(vector, 'date'),
    signed: vector.signedHeaders as Record<string, string>,
  })

test.each(vectors.positive)('$id: $note', vector => {
  expect(textOf(vector)).toBe(vector.stringToSign)
  expect(signature(vector.appSecret, textOf(vector))).toBe(vector.expectedSignature)
})

test.each(vectors.negative)('$id is not what we sign: $note', negative => {
  const base = vectors.positive.find(vector => vector.id === negative.baseVector)!
  expect(textOf(base)).not.toBe(negative.stringToSign)
  expect(signature(base.appSecret, negative.stringToSign)).toBe(negative.wrongSignature)
  expect(signature(base.appSecret, textOf(base))).toBe(negative.mustDifferFrom)
})

test('we send the shape of the vendor’s own client, byte for byte', () => {
  const vector = vectors.positive.find(v => v.id === 'V01-sdk-default-post-json')!
  const { 'x-ca-nonce': nonce, 'x-ca-timestamp': time } = vector.signedHeaders as Record<string, string>
  const { headers } = signedHeaders(vector.path, vector, { now: Number(time), nonce: nonce! })
  const onTheWire = Object.fromEntries(
    Object.entries(vector.headersOnTheWire).map(([name, value]) => [name.toLowerCase(), value]),
  )
  expect(headers).toEqual(onTheWire)
})

test('a header that is there but empty keeps its line', () => {
  expect(stringToSign({ method: 'POST', path: '/p', accept: '', signed: { 'X-Ca-Key': ' k ' } })).toBe('POST\n\nx-ca-key:k\n/p')
})

test('an echoed text tells a wrong secret from a rewriting proxy', () => {
  const { text } = signedHeaders('/artemis/api/p', { appKey: 'k', appSecret: 's' }, { now: 1, nonce: 'n' })
  const refusal = (echo: string) => `authentication failed,Invalid Signature! and StringToSign: ${echo}, apiName:/p, appKey:k`
  expect(compareEcho(text, refusal(text))).toBe('same')
  expect(compareEcho(text, refusal(text.replace('json', 'json;charset=UTF-8')))).toBe('differs')
  expect(compareEcho(text, 'Invalid Signature!')).toBeNull()
})
