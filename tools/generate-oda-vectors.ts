/**
 * Writes test/vectors/oda-cards.json: `npx tsx tools/generate-oda-vectors.ts`. Cards whose certificates and signatures
 * node:crypto made, for the tests that run where there is no node:crypto.
 */

import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  certifyCard,
  certifyIssuer,
  forgeKey,
  PAN,
  sha1Hex,
  signDynamic,
  signStatic,
  tlv,
} from '../test/pse/oda-forge.js';

const STATIC = '5A0A6210000000000000017F5F24033012315F280201569F0702AB00';
const NUMBER = '1A2B3C4D';
const PDOL = '0156000000001234';
const CDOL1 = '000000001234000000000000015600000000000156261123001A2B3C4D';
const IDN = '080102030405060708';

/** The text of test/vectors/oda-cards.json. */
export function odaVectors(): string {
  const cards = [
    card('1984-bit CA, 1408-bit issuer, 1024-bit ICC, exponents 3', 'ca-f8', 'issuer-1408-3', 'icc-1024-3'),
    card('1984 over 1984 over 1408 bits, the issuer key with a remainder', 'ca-f8', 'issuer-1984-3', 'icc-1408-3'),
    card('exponents 65537', 'ca-f7', 'issuer-1408-65537', 'icc-1024-65537'),
    card('1152 over 1024 over 512 bits, the first two with remainders', 'icc-1152-3', 'icc-1024-3', 'icc-512-3'),
  ];
  return `${JSON.stringify({ about: 'made by tools/generate-oda-vectors.ts with node:crypto', cards }, null, 2)}\n`;
}

function card(name: string, caName: string, issuerName: string, iccName: string) {
  const [ca, issuer, icc] = [caName, issuerName, iccName].map(forgeKey);
  const ofIssuer = certifyIssuer(ca, issuer);
  const ofIcc = certifyCard(issuer, icc, STATIC);
  const shown = tlv('9F27', '80') + tlv('9F36', '0012') + tlv('9F10', '07000103A0A00001');
  const combined = `${IDN}801122334455667788${sha1Hex(PDOL + CDOL1 + shown)}`;
  return {
    name,
    caKey: {
      modulus: ca.modulus,
      exponent: ca.exponent,
      checksum: sha1Hex(`A000000333F8${ca.modulus}${ca.exponent}`),
    },
    objects: {
      '5A': `${PAN}F`,
      '8F': 'F8',
      '90': ofIssuer.certificate,
      '92': ofIssuer.remainder,
      '9F32': ofIssuer.exponent,
      '93': signStatic(issuer, STATIC),
      '9F46': ofIcc.certificate,
      '9F48': ofIcc.remainder,
      '9F47': ofIcc.exponent,
    },
    staticData: STATIC,
    internalAuthenticate: `${tlv('80', signDynamic(icc, IDN, NUMBER))}9000`,
    pdolData: PDOL,
    cdol1Data: CDOL1,
    combined: shown + tlv('9F4B', signDynamic(icc, combined, NUMBER)),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(fileURLToPath(new URL('../test/vectors/oda-cards.json', import.meta.url)), odaVectors());
}
