// An agency's picture that cannot be had: a sentence in its place, and nothing to take.
document.addEventListener('error', event => {
  if (event.target instanceof HTMLImageElement) tell(event.target);
}, true);
for (const picture of document.querySelectorAll<HTMLImageElement>('img[data-missing]'))
  if (picture.complete && picture.naturalWidth === 0) tell(picture); // it failed before this script was here

function tell(picture: HTMLImageElement): void {
  const sentence = picture.dataset.missing;
  if (!sentence) return;
  const said = document.createElement('p');
  said.className = 'fine second';
  said.textContent = sentence;
  picture.closest('figure')?.parentElement?.querySelector('form')?.remove();
  picture.replaceWith(said);
}

export {};
