import { offerThemes } from './theme';

// A page works without this. The address can be copied only by script, so the button for it shows itself only here.
function offerCopying(): void {
  const button = document.querySelector<HTMLButtonElement>('button[data-copied]');
  const label = button?.querySelector('span');
  if (!button || !label || !navigator.clipboard) return;
  const address = document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href ?? location.href;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(address);
    label.textContent = button.dataset.copied ?? '';
  });
}

// One block in a frame, so that a reader who has begun to scroll feels none of it.
function layOutTheRest(): void {
  const next = document.querySelector('.block ~ .block:not(.laid)');
  next?.classList.add('laid');
  if (next) requestAnimationFrame(layOutTheRest);
}

// Read in the head, before there is a page; only the theme is put on at once.
document.addEventListener('DOMContentLoaded', () => {
  offerThemes();
  offerCopying();
});

// Along the bar alone: the page stays where an address or the reader put it.
function showSection(): void {
  const bar = document.querySelector('.sections');
  const section = bar?.querySelector('[aria-current]')?.getBoundingClientRect();
  if (!bar || !section) return;
  const { left, right } = bar.getBoundingClientRect();
  bar.scrollLeft += section.right > right ? section.right - right : Math.min(0, section.left - left);
}

window.addEventListener('load', () => {
  showSection();
  requestAnimationFrame(layOutTheRest);
});
