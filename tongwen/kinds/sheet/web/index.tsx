/** The sheet kind's part of the page: loaded when a workbook is opened. */
import { SheetEditor } from "./Editor";

export default { Editor: SheetEditor };
