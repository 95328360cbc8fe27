// An agency's picture that cannot be shown: a sentence in its place, and nothing to take where there is none to be had.
document.addEventListener('error', event => {
  if (event.target instanceof HTMLImageElement) void tell(event.target);
}, true);
for (const picture of document.querySelectorAll<HTMLImageElement>('img[data-missing]'))
  if (picture.complete && picture.naturalWidth === 0) void tell(picture); // it failed before this script was here

async function tell(picture: HTMLImageElement): Promise<void> {
  const { missing, broken } = picture.dataset;
  if (!missing || !broken) return;
  delete picture.dataset.missing; // told once
  // What came and cannot be shown is damaged; another of its files may be whole.
  const came = await fetch(picture.src, { cache: 'force-cache' }).then(answer => answer.ok, () => false);
  const said = document.createElement('p');
  said.className = 'fine second';
  said.textContent = came ? broken : missing;
  if (!came) picture.closest('figure')?.parentElement?.querySelector('form')?.remove();
  picture.replaceWith(said);
}

export {};
