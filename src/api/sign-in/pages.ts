/**
 * The few pages of our own around the queue board: plain HTML without scripts.
 */
import { defined } from '../../defined.js';

/** Escapes text for HTML, also inside attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

interface Field {
  name: string;
  label: string;
  type: 'text' | 'password';
  autocomplete: string;
  hint?: string;
}

interface FormPage {
  title: string;
  intro?: string;
  action: string;
  fields: readonly Field[];
  button: string;
  formToken: string;
  /** Said above the form; the page answers with an error then. */
  problem?: string;
}

function formPage(page: FormPage): string {
  const problem =
    page.problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(page.problem)}</p>`;
  const intro = page.intro === undefined ? '' : `<p>${escapeHtml(page.intro)}</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)} - Waybill</title>
<link rel="stylesheet" href="/ops/pages.css">
</head>
<body>
<main>
<h1>${escapeHtml(page.title)}</h1>
${intro}${problem}
<form method="post" action="${page.action}">
<input type="hidden" name="formToken" value="${escapeHtml(page.formToken)}">
${page.fields.map(formField).join('\n')}
<button type="submit">${escapeHtml(page.button)}</button>
</form>
</main>
</body>
</html>
`;
}

function formField({ name, label, type, autocomplete, hint }: Field): string {
  const described = hint === undefined ? '' : ` aria-describedby="${name}-hint"`;
  const note = hint === undefined ? '' : `<p class="hint" id="${name}-hint">${escapeHtml(hint)}</p>`;
  return `<label for="${name}">${escapeHtml(label)}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required${described}>${note}`;
}

const nameField: Field = { name: 'name', label: 'Name', type: 'text', autocomplete: 'username' };

export function signInPage(formToken: string, problem?: string): string {
  return formPage({
    title: 'Sign in',
    action: '/ops/sign-in',
    fields: [
      nameField,
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
    ],
    button: 'Sign in',
    formToken,
    ...defined({ problem }),
  });
}

export function setupPage(formToken: string, passwordCharactersMin: number, problem?: string): string {
  return formPage({
    title: 'First operator',
    intro: 'Nobody can sign in yet. The hub printed a first-run secret when it started; it works once.',
    action: '/ops/setup',
    fields: [
      { name: 'secret', label: 'First-run secret', type: 'password', autocomplete: 'off' },
      { ...nameField, hint: 'Letters, digits, ".", "_", "-" and "@".' },
      {
        name: 'password',
        label: 'New password',
        type: 'password',
        autocomplete: 'new-password',
        hint: `At least ${passwordCharactersMin} characters.`,
      },
    ],
    button: 'Create operator',
    formToken,
    ...defined({ problem }),
  });
}

export function signOutPage(formToken: string, operator: string): string {
  return formPage({
    title: 'Sign out',
    intro: `You are signed in as ${operator}.`,
    action: '/ops/sign-out',
    fields: [],
    button: 'Sign out',
    formToken,
  });
}

/** Served as a file, because the content-security policy allows no styles inside a page. */
export const pagesCss = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 24rem; margin: 10vh auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; padding: .5rem; font: inherit; }
button { margin-top: 1.5rem; padding: .5rem 1rem; font: inherit; }
.hint { margin: .25rem 0 0; font-size: .875rem; }
.problem { border-left: .25rem solid #c0392b; padding: .25rem .75rem; font-weight: 600; }
`;
