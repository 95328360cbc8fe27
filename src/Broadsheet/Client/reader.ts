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

window.addEventListener('load', () => {
  document.querySelector('.sections [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  requestAnimationFrame(layOutTheRest);
});
