/** Where a mail may take its pictures from. */
const OWN = 'data:';
const ANYWHERE = 'data: https: http:';

/**
 * A mail's html as a page that can be shown in a frame: links open in a new tab, nothing runs, and
 * pictures are fetched from elsewhere only if asked for, as mail programs do.
 */
export function showMail(html: string, pictures: boolean) {
  return {
    body: addBase(html),
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        `img-src ${pictures ? ANYWHERE : OWN}`,
        "form-action 'none'",
        "frame-ancestors 'self'",
        `sandbox ${FRAME_RIGHTS}`,
      ].join('; '),
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
  };
}

/** A link may open a page that works as any other; the mail itself may do nothing. */
export const FRAME_RIGHTS = 'allow-popups allow-popups-to-escape-sandbox';

const BASE = '<base target="_blank">';

/** At the end if there is no head: before it, the browser would take the page for an ancient one. */
function addBase(html: string): string {
  const head = /<head\b[^>]*>/i.exec(html);
  if (!head) return html + BASE;
  const end = head.index + head[0].length;
  return html.slice(0, end) + BASE + html.slice(end);
}

/** Whether the mail has pictures that lie elsewhere. */
export function hasPictures(html: string): boolean {
  return /<img\b[^>]*\bsrc\s*=\s*["']?https?:|url\(\s*["']?https?:|\bbackground\s*=\s*["']?https?:/i.test(
    html,
  );
}
