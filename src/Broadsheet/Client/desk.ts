import 'htmx.org';
import 'htmx.org/dist/ext/hx-sse.js';
import '../Desk/Inbox/inbox';
import '../Desk/PaperItself/zone';
import '../Desk/Pictures/wirePicture';
