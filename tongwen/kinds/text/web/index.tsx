/** The text kind's part of the page: loaded when a document is opened. */
import "./document.css";
import { TextEditor } from "./ui/Editor";

export default { Editor: TextEditor };
