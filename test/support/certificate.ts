import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';

/*
 * Certificates for a server on this machine, made when they are needed: a file would expire, and a key would stand in the repository.
 * X.509 (RFC 5280) in DER, as far as TLS asks for it.
 */

const tlv = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, ...parts);
const oid = (...bytes: readonly number[]): Buffer => tlv(0x06, Buffer.from(bytes));
const integer = (value: number): Buffer => tlv(0x02, Buffer.from([value]));
const time = (year: number): Buffer => tlv(0x18, Buffer.from(`${year}0101000000Z`));
const name = (text: string): Buffer =>
  sequence(tlv(0x31, sequence(oid(0x55, 0x04, 0x03), tlv(0x0c, Buffer.from(text)))));
const octets = (inner: Buffer): Buffer => tlv(0x04, inner);

const ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const TRUE = tlv(0x01, Buffer.from([0xff]));
const IS_CA = sequence(oid(0x55, 0x1d, 0x13), TRUE, octets(sequence(TRUE)));
const forHost = (host: string): Buffer =>
  sequence(oid(0x55, 0x1d, 0x11), octets(sequence(tlv(0x82, Buffer.from(host)))));

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`;

function certificate(
  serial: number,
  subject: string,
  owner: KeyObject,
  extension: Buffer,
  signer: KeyObject,
): string {
  const body = sequence(
    tlv(0xa0, integer(2)),
    integer(serial),
    ECDSA_SHA256,
    name('tradeform tests'),
    sequence(time(2020), time(2120)),
    name(subject),
    owner.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(extension)),
  );
  const signature = sign('sha256', body, signer);
  return pem(sequence(body, ECDSA_SHA256, tlv(0x03, Buffer.from([0]), signature)));
}

export interface Certificates {
  /** Signs for the server; trusted by nobody but who is given it. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** A certificate for `host`, and the one of whoever signed it. */
export function certificatesFor(host: string): Certificates {
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const [authority, server] = [pair(), pair()];
  return {
    ca: certificate(1, 'tradeform tests', authority.publicKey, IS_CA, authority.privateKey),
    cert: certificate(2, host, server.publicKey, forHost(host), authority.privateKey),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
