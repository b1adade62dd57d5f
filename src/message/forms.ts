import Handlebars from 'handlebars';

/**
 * How a value is written, which depends on where it stands:
 * text  in html text and quoted attributes: Handlebars' escape
 * url   inside a link's path, query or fragment: percent-encoded
 * link  a whole link: must be an https address, escaped
 * plain in the text part: as it is
 * line  in the subject: as it is, on one line
 */
export type Form = 'text' | 'url' | 'link' | 'plain' | 'line';

/** A value that cannot stand where the letter puts it; this recipient cannot get the letter. */
export class UnfitValueError extends Error {
  override readonly name = 'UnfitValueError';
}

export const FORMS: Readonly<Record<Form, (value: unknown) => string>> = {
  text: (value) => Handlebars.Utils.escapeExpression(value as string),
  plain,
  line: (value) => plain(value).replace(/[\r\n\u2028\u2029]+/g, ' '),
  url: (value) => encodeUrl(plain(value)),
  link: (value) => {
    const url = plain(value);
    if (!isLink(url))
      throw new UnfitValueError('a link must start with https:// and hold no spaces');
    return Handlebars.Utils.escapeExpression(url);
  },
};

/** What Handlebars appends when escaping is off. */
function plain(value: unknown): string {
  return value === null || value === undefined ? '' : `${value as string}`;
}

/** RFC 3986 unreserved characters stay; `!'()*` are encoded too, which encodeURIComponent leaves. */
function encodeUrl(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** https, or http to this machine (what the sandbox and a local `serve` use). */
function isLink(url: string): boolean {
  return /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])[^\s"'<>\\]+$/.test(url);
}
