/** The characters of 0x80 to 0x9F (WHATWG Encoding Standard, index-windows-1252). */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Text of Windows-1252 bytes. Not by TextDecoder: from Node 20.18.3 on it reads 0x80 to 0x9F as
 * Latin-1, so that "€" and "’" are lost (nodejs/node issue 60888).
 */
export function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (char) => HIGH[char.charCodeAt(0) - 0x80] ?? char);
}
