/** What is cut off on screen with an ellipsis. */
const CLIPPED = '.grid-cell, .head-cell .title, td, .client, .what, .title, .detail';

/** Whatever is too narrow for its text tells all of it when the pointer is on it. */
export function tellWholeText(): void {
  document.addEventListener('pointerover', ({ target }) => {
    const element = target instanceof Element ? target.closest<HTMLElement>(CLIPPED) : null;
    if (element === null) return;
    if (element.title !== '' && element.dataset['whole'] === undefined) return;
    const clipped =
      element.scrollWidth > element.clientWidth && getComputedStyle(element).textOverflow === 'ellipsis';
    if (clipped) {
      element.dataset['whole'] = '';
      element.title = element.textContent;
    } else {
      element.removeAttribute('title');
      delete element.dataset['whole'];
    }
  });
}
