/**
 * What the pages run in the browser: follows the site's events and draws again what has changed. Without it everything else works.
 * It takes no HTML from events, only texts; parts of the page come from the page's own address. A part in which somebody types stays, and
 * what was said to somebody is added to and not taken away.
 */
export const liveScript = `'use strict';
(() => {
  const { events, version } = document.body.dataset;
  if (!events || !window.EventSource) return;
  let shown = Number(version);
  let drawing = false;
  let again = false;
  const offline = document.getElementById('offline');

  const say = (text) => {
    offline.textContent = text;
    offline.hidden = text === '';
  };

  const inUse = (part) => {
    if (part.querySelector('[data-kept]')) return true;
    if (part.contains(document.activeElement) && document.activeElement !== document.body
      && document.activeElement.matches('input, textarea, select, button')) return true;
    return [...part.querySelectorAll('input, textarea')].some((field) =>
      field.type === 'checkbox' || field.type === 'radio'
        ? field.checked !== field.defaultChecked
        : field.value !== field.defaultValue);
  };

  const keepFolds = (old, fresh) => {
    const open = new Set([...old.querySelectorAll('details[open] > summary')].map((one) => one.textContent));
    for (const summary of fresh.querySelectorAll('details > summary'))
      if (open.has(summary.textContent)) summary.parentElement.open = true;
  };

  const draw = async () => {
    if (drawing) { again = true; return; }
    drawing = true;
    try {
      const answer = await fetch(location.href, { headers: { 'x-patchfleet-live': '1' }, redirect: 'manual' });
      if (answer.type === 'opaqueredirect' || answer.status === 401) { say('You are signed out. Load the page again to sign in.'); return; }
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      shown = Math.max(shown, Number(page.body.dataset.version));
      for (const part of document.querySelectorAll('[data-live]')) {
        const fresh = page.getElementById(part.id);
        if (!fresh || inUse(part) || fresh.innerHTML === part.innerHTML) continue;
        keepFolds(part, fresh);
        part.replaceWith(document.adoptNode(fresh));
        if (part.id === 'activity') since = Date.now();
      }
      document.body.dataset.version = String(shown);
      const notices = document.getElementById('notices');
      for (const notice of [...page.getElementById('notices').children]) notices.append(document.adoptNode(notice));
      while (notices.children.length > 5) notices.firstElementChild.remove();
    } catch {
      say('The page cannot be reached; it tries again by itself.');
    } finally {
      drawing = false;
      if (again) { again = false; setTimeout(draw, 500); }
    }
  };

  let since = Date.now();
  const span = (ms) => {
    const seconds = Math.floor(ms / 1000);
    return seconds < 60 ? seconds + ' s' : Math.floor(seconds / 60) + ' min ' + (seconds % 60) + ' s';
  };
  setInterval(() => {
    const elapsed = document.getElementById('elapsed');
    if (elapsed) elapsed.textContent = span(Number(elapsed.dataset.elapsed) + Date.now() - since);
  }, 1000);

  const begin = (usual) => {
    const now = document.getElementById('now');
    if (!now) return;
    since = Date.now();
    now.hidden = false;
    document.getElementById('elapsed').dataset.elapsed = '0';
    document.getElementById('elapsed').textContent = '0 s';
    document.getElementById('usual').textContent = usual;
    document.getElementById('progress').hidden = true;
    document.getElementById('progress-text').textContent = '';
  };

  const step = ({ key, when, text, mark, usual }) => {
    const list = document.getElementById('steps');
    if (!list || list.querySelector('[data-step="' + CSS.escape(key) + '"]')) return;
    const item = document.createElement('li');
    const time = document.createElement('span');
    const words = document.createElement('span');
    item.className = mark;
    item.dataset.step = key;
    time.className = 'when';
    time.textContent = when;
    words.textContent = text;
    item.append(time, ' ', words);
    list.append(item);
    begin(usual);
  };

  const progress = ({ share, text }) => {
    const bar = document.getElementById('progress');
    if (!bar) return;
    bar.hidden = false;
    bar.value = share;
    document.getElementById('progress-text').textContent = text;
  };

  const source = new EventSource(events);
  source.onopen = () => say('');
  source.onerror = () => say('The page cannot be reached; it tries again by itself.');
  source.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.kind === 'hello') { if (message.version > shown) draw(); }
    else if (message.kind === 'changed') draw();
    else if (message.kind === 'step') step(message);
    else if (message.kind === 'progress') progress(message);
    else if (message.kind === 'signed-out') {
      source.close();
      say('You are signed out. Load the page again to sign in.');
    }
  };
})();
`;
