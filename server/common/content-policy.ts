/** What the built index.html holds where each response's nonce goes (vite's html.cspNonce). */
export const NONCE_PLACEHOLDER = '__TICKMARK_NONCE__';

/**
 * The window's content security policy: its own origin only. Scripts come from files alone; the nonce is for the
 * style elements that the SQL editor makes.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
