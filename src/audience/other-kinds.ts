import { OutcryError } from '../errors.ts';

interface Kind {
  readonly what: string;
  readonly fix: string;
  /** How such a file begins, byte by byte. */
  readonly begins: readonly string[];
  /** What is to be found in it besides. */
  readonly holds?: RegExp;
}

const EXPORT = 'Open it in the program that made it, and save or export it as CSV (UTF-8).';
const SHEET =
  'Open it in your spreadsheet program and save the sheet as "CSV UTF-8" (in Excel: File, Save As).';
const UNPACK = 'Unpack it, and name the CSV file that is in it.';
const ASK_AGAIN = 'Export the list again, and choose CSV.';
const ZIP = ['PK\u0003\u0004', 'PK\u0005\u0006'];

/** The first that fits is told. */
const KINDS: readonly Kind[] = [
  { begins: ZIP, holds: /xl\/|\[Content_Types\]\.xml/, what: 'an Excel workbook', fix: SHEET },
  { begins: ZIP, holds: /opendocument\./, what: 'a document of LibreOffice', fix: SHEET },
  { begins: ZIP, holds: /Index\//, what: 'a document of Numbers', fix: SHEET },
  { begins: ZIP, what: 'a zip archive', fix: UNPACK },
  { begins: ['\u001f\u008b'], what: 'a compressed file', fix: UNPACK },
  { begins: ['\u00d0\u00cf\u0011\u00e0'], what: 'a file of an old Excel or Word', fix: SHEET },
  { begins: ['%PDF-'], what: 'a PDF', fix: EXPORT },
  { begins: ['\u0089PNG', 'GIF8', '\u00ff\u00d8\u00ff'], what: 'a picture', fix: EXPORT },
  { begins: ['RIFF'], holds: /^RIFF.{4}WEBP/s, what: 'a picture', fix: EXPORT },
  { begins: ['SQLite format 3\0'], what: 'a database', fix: EXPORT },
  { begins: ['{\\rtf'], what: 'a text document (RTF)', fix: EXPORT },
];

/** The same for texts, which may have white space before them. */
const TEXTS: readonly (readonly [is: RegExp, what: string, fix: string])[] = [
  [/^\s*BEGIN:VCARD/i, 'a file of address cards (vCard)', EXPORT],
  [
    /^\s*<(?:!doctype|html|head|body|table|\?xml)/i,
    'a web page or XML (perhaps the page of a login that has run out)',
    ASK_AGAIN,
  ],
  [/^\s*(?:\{\s*["}]|\[\s*[{["\]])/, 'JSON', ASK_AGAIN],
];

/** Throws OutcryError `list-not-csv` if a file begins as one of another kind does. */
export function refuseOtherKinds(file: string, head: Buffer): void {
  const begun = head.toString('latin1');
  const kind = KINDS.find(
    ({ begins, holds }) =>
      begins.some((start) => begun.startsWith(start)) && (holds?.test(begun) ?? true),
  );
  if (kind !== undefined) throw notCsv(file, kind.what, kind.fix);
}

/** The same for a text, without its byte order mark: other formats, and what is hardly text at all. */
export function refuseOtherTexts(file: string, text: string): void {
  const [, what, fix] = TEXTS.find(([is]) => is.test(text)) ?? [];
  if (what !== undefined) throw notCsv(file, what, fix);
  if (isBinary(text)) throw notCsv(file, 'a file of some other kind', EXPORT);
}

/** Text has tabs and line ends, now and then NULs, and hardly any other control characters. */
function isBinary(text: string): boolean {
  const start = text
    .slice(0, 4096)
    .replaceAll('\0', '')
    .replace(/[\t\n\v\f\r]/g, '');
  const controls = start.match(/\p{Cc}/gu)?.filter((char) => char < ' ').length ?? 0;
  return controls > 8 && controls > start.length / 10;
}

function notCsv(file: string, what: string, fix: string | undefined): OutcryError {
  return new OutcryError({
    code: 'list-not-csv',
    what: `This is no CSV file, but ${what}.`,
    where: { file, line: 1, column: 1 },
    fix,
  });
}
