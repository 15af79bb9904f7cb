/* The editor of a cell: CodeMirror in the colours that the page has for code. */

import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { highlightCode, tags } from "@lezer/highlight";

// The classes of Pygments, which the style sheets of the theme colour for light and dark.
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword], class: "k" },
  { tag: [tags.operatorKeyword], class: "ow" },
  { tag: [tags.moduleKeyword], class: "kn" },
  { tag: [tags.bool, tags.null], class: "kc" },
  { tag: tags.function(tags.definition(tags.variableName)), class: "nf" },
  { tag: tags.definition(tags.className), class: "nc" },
  { tag: tags.number, class: "mi" },
  { tag: [tags.string, tags.special(tags.string)], class: "s2" },
  { tag: tags.comment, class: "c1" },
  { tag: [tags.operator, tags.arithmeticOperator, tags.compareOperator], class: "o" },
  { tag: tags.meta, class: "nd" },
]);

/**
 * Put an editor into an element.
 *
 * @param {HTMLElement} parent
 * @param {object} options - `text`, `label` for screen readers, `changed(text)` and `run()`, for Shift and Enter.
 * @returns {EditorView}
 */
export function makeEditor(parent, { text, label, changed, run }) {
  const keys = [
    { key: "Shift-Enter", run: () => (run(), true) },
    { key: "Mod-Enter", run: () => (run(), true) },
  ];
  const editor = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of(keys)),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        history(),
        python(),
        indentUnit.of("    "),
        indentOnInput(),
        bracketMatching(),
        syntaxHighlighting(colours),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
      ],
    }),
  });
  editor.dom.addEventListener("keydown", (event) => event.stopPropagation()); // Sphinx takes a "/" for its search
  return editor;
}

/** Replace the whole text, as a step of its own: undo brings back what was there, however short before it was written. */
export function setText(editor, text) {
  const changes = { from: 0, to: editor.state.doc.length, insert: text };
  editor.dispatch({ changes, annotations: isolateHistory.of("full") });
}

/** Read code in the same colours: `put(part, classes)` for each part of a line, `newline()` between lines. */
export function paint(text, put, newline) {
  highlightCode(text, pythonLanguage.parser.parse(text), colours, put, newline);
}
