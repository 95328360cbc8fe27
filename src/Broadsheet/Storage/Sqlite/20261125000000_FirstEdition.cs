using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Broadsheet.Storage.Sqlite
{
    /// <inheritdoc />
    public partial class FirstEdition : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "access_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    reader_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    handle = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    before = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    after = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    by = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ended_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ended_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kept_texts",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    body_html = table.Column<string>(type: "TEXT", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_by = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kept_texts", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "outbox_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    position = table.Column<long>(type: "INTEGER", nullable: true, computedColumnSql: "id", stored: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "papers",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: true),
                    tagline = table.Column<string>(type: "TEXT", nullable: true),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    zone = table.Column<string>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    is_unfinished = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_papers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pictures",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    file = table.Column<string>(type: "TEXT", nullable: false),
                    media_type = table.Column<string>(type: "TEXT", nullable: false),
                    width = table.Column<int>(type: "INTEGER", nullable: false),
                    height = table.Column<int>(type: "INTEGER", nullable: false),
                    tone = table.Column<int>(type: "INTEGER", nullable: false),
                    focus_x = table.Column<int>(type: "INTEGER", nullable: false),
                    focus_y = table.Column<int>(type: "INTEGER", nullable: false),
                    caption = table.Column<string>(type: "TEXT", nullable: false),
                    credit = table.Column<string>(type: "TEXT", nullable: false),
                    alt = table.Column<string>(type: "TEXT", nullable: false),
                    usage_terms = table.Column<string>(type: "TEXT", nullable: false),
                    added_at = table.Column<long>(type: "INTEGER", nullable: false),
                    search_text = table.Column<string>(type: "TEXT", nullable: false),
                    cut = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    rendition_key = table.Column<string>(type: "TEXT", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    problem = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pictures", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "readers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    handle = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    handle_key = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    email_key = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    security_stamp = table.Column<string>(type: "TEXT", nullable: false),
                    registered_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_readers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sections",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    slug = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sources",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    folder = table.Column<string>(type: "TEXT", nullable: true),
                    zone = table.Column<string>(type: "TEXT", nullable: false),
                    last_success_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_error_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    paused_at = table.Column<long>(type: "INTEGER", nullable: true),
                    feed = table.Column<string>(type: "TEXT", nullable: true),
                    every_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    e_tag = table.Column<string>(type: "TEXT", nullable: true),
                    last_modified = table.Column<string>(type: "TEXT", nullable: true),
                    answer_hash = table.Column<string>(type: "TEXT", nullable: true),
                    moved_to = table.Column<string>(type: "TEXT", nullable: true),
                    oddities = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sources", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "stored_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    xml = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stored_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "subjects",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    about = table.Column<string>(type: "TEXT", nullable: false),
                    is_on_front = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subjects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    event_id = table.Column<long>(type: "INTEGER", nullable: false),
                    consumer = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    leased_until = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    dead_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliveries", x => x.id);
                    table.ForeignKey(
                        name: "FK_deliveries_outbox_events_event_id",
                        column: x => x.event_id,
                        principalTable: "outbox_events",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_links",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    reader_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    token_hash = table.Column<string>(type: "TEXT", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_links", x => x.id);
                    table.ForeignKey(
                        name: "FK_sign_in_links_readers_reader_id",
                        column: x => x.reader_id,
                        principalTable: "readers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stories",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    slugline = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    section_id = table.Column<int>(type: "INTEGER", nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    last_revision = table.Column<int>(type: "INTEGER", nullable: false),
                    published_revision = table.Column<int>(type: "INTEGER", nullable: true),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: true),
                    mended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    withdrawn_at = table.Column<long>(type: "INTEGER", nullable: true),
                    withdrawn_reason = table.Column<string>(type: "TEXT", nullable: true),
                    wire_item_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    embargoed_until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stories", x => x.number);
                    table.ForeignKey(
                        name: "FK_stories_sections_section_id",
                        column: x => x.section_id,
                        principalTable: "sections",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "refusals",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    source_id = table.Column<int>(type: "INTEGER", nullable: false),
                    file = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_refusals", x => x.id);
                    table.ForeignKey(
                        name: "FK_refusals_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "wire_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_id = table.Column<int>(type: "INTEGER", nullable: false),
                    guid = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    content_hash = table.Column<string>(type: "TEXT", nullable: false),
                    format = table.Column<string>(type: "TEXT", nullable: false),
                    arrived_at = table.Column<long>(type: "INTEGER", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_wire_items", x => x.id);
                    table.ForeignKey(
                        name: "FK_wire_items_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "due_points",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    subject_id = table.Column<int>(type: "INTEGER", nullable: false),
                    on = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    what = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_due_points", x => x.id);
                    table.ForeignKey(
                        name: "FK_due_points_subjects_subject_id",
                        column: x => x.subject_id,
                        principalTable: "subjects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "filed",
                columns: table => new
                {
                    subject_id = table.Column<int>(type: "INTEGER", nullable: false),
                    story_number = table.Column<long>(type: "INTEGER", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_filed", x => new { x.story_number, x.subject_id });
                    table.ForeignKey(
                        name: "FK_filed_stories_story_number",
                        column: x => x.story_number,
                        principalTable: "stories",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_filed_subjects_subject_id",
                        column: x => x.subject_id,
                        principalTable: "subjects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "front_places",
                columns: table => new
                {
                    story_number = table.Column<long>(type: "INTEGER", nullable: false),
                    rank = table.Column<int>(type: "INTEGER", nullable: false),
                    order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_front_places", x => x.story_number);
                    table.ForeignKey(
                        name: "FK_front_places_stories_story_number",
                        column: x => x.story_number,
                        principalTable: "stories",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "mends",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    story_number = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mends", x => x.id);
                    table.ForeignKey(
                        name: "FK_mends_stories_story_number",
                        column: x => x.story_number,
                        principalTable: "stories",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "preview_links",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    story_number = table.Column<long>(type: "INTEGER", nullable: false),
                    token_hash = table.Column<string>(type: "TEXT", nullable: false),
                    @for = table.Column<string>(name: "for", type: "TEXT", maxLength: 120, nullable: false),
                    made_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    shows_embargoed = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_preview_links", x => x.id);
                    table.ForeignKey(
                        name: "FK_preview_links_stories_story_number",
                        column: x => x.story_number,
                        principalTable: "stories",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "revisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    story_number = table.Column<long>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    words = table.Column<int>(type: "INTEGER", nullable: false),
                    saved_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    saved_at = table.Column<long>(type: "INTEGER", nullable: false),
                    body_html = table.Column<string>(type: "TEXT", nullable: false),
                    byline = table.Column<string>(type: "TEXT", nullable: false),
                    content_notice = table.Column<string>(type: "TEXT", nullable: false),
                    credit_line = table.Column<string>(type: "TEXT", nullable: false),
                    dateline = table.Column<string>(type: "TEXT", nullable: false),
                    headline = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    picture_number = table.Column<long>(type: "INTEGER", nullable: true),
                    section_id = table.Column<int>(type: "INTEGER", nullable: false),
                    standfirst = table.Column<string>(type: "TEXT", nullable: false),
                    subjects = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_revisions", x => x.id);
                    table.ForeignKey(
                        name: "FK_revisions_stories_story_number",
                        column: x => x.story_number,
                        principalTable: "stories",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "scheduled_stories",
                columns: table => new
                {
                    story_number = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    set_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true),
                    problem = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_scheduled_stories", x => x.story_number);
                    table.ForeignKey(
                        name: "FK_scheduled_stories_stories_story_number",
                        column: x => x.story_number,
                        principalTable: "stories",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "searched_stories",
                columns: table => new
                {
                    story_number = table.Column<long>(type: "INTEGER", nullable: false),
                    words = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_searched_stories", x => x.story_number);
                    table.ForeignKey(
                        name: "FK_searched_stories_stories_story_number",
                        column: x => x.story_number,
                        principalTable: "stories",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "story_visits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    story_number = table.Column<long>(type: "INTEGER", nullable: false),
                    editor_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_story_visits", x => x.id);
                    table.ForeignKey(
                        name: "FK_story_visits_stories_story_number",
                        column: x => x.story_number,
                        principalTable: "stories",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "working_copies",
                columns: table => new
                {
                    story_number = table.Column<long>(type: "INTEGER", nullable: false),
                    editor_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    based_on = table.Column<int>(type: "INTEGER", nullable: false),
                    slugline = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    kept_at = table.Column<long>(type: "INTEGER", nullable: false),
                    body_html = table.Column<string>(type: "TEXT", nullable: false),
                    byline = table.Column<string>(type: "TEXT", nullable: false),
                    content_notice = table.Column<string>(type: "TEXT", nullable: false),
                    credit_line = table.Column<string>(type: "TEXT", nullable: false),
                    dateline = table.Column<string>(type: "TEXT", nullable: false),
                    headline = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    picture_number = table.Column<long>(type: "INTEGER", nullable: true),
                    section_id = table.Column<int>(type: "INTEGER", nullable: false),
                    standfirst = table.Column<string>(type: "TEXT", nullable: false),
                    subjects = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_working_copies", x => new { x.story_number, x.editor_id, x.based_on });
                    table.ForeignKey(
                        name: "FK_working_copies_stories_story_number",
                        column: x => x.story_number,
                        principalTable: "stories",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "inbox_lines",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    source_id = table.Column<int>(type: "INTEGER", nullable: false),
                    guid = table.Column<string>(type: "TEXT", nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    versions = table.Column<int>(type: "INTEGER", nullable: false),
                    arrived_at = table.Column<long>(type: "INTEGER", nullable: false),
                    headline = table.Column<string>(type: "TEXT", nullable: false),
                    slugline = table.Column<string>(type: "TEXT", nullable: false),
                    agency = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    urgency = table.Column<int>(type: "INTEGER", nullable: true),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    is_correction = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_flash = table.Column<bool>(type: "INTEGER", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    is_story = table.Column<bool>(type: "INTEGER", nullable: false),
                    embargoed_until = table.Column<long>(type: "INTEGER", nullable: true),
                    embargoed_until_lifted = table.Column<bool>(type: "INTEGER", nullable: false),
                    words = table.Column<int>(type: "INTEGER", nullable: false),
                    search_words = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    pictures = table.Column<int>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: true),
                    taken_at = table.Column<long>(type: "INTEGER", nullable: true),
                    taken_as = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox_lines", x => x.id);
                    table.ForeignKey(
                        name: "FK_inbox_lines_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_inbox_lines_wire_items_item_id",
                        column: x => x.item_id,
                        principalTable: "wire_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_consumer_dead_at_due_at",
                table: "deliveries",
                columns: new[] { "consumer", "dead_at", "due_at" });

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_event_id",
                table: "deliveries",
                column: "event_id");

            migrationBuilder.CreateIndex(
                name: "IX_due_points_subject_id_on_id",
                table: "due_points",
                columns: new[] { "subject_id", "on", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_ended_sessions_until",
                table: "ended_sessions",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "IX_filed_subject_id_published_at_story_number",
                table: "filed",
                columns: new[] { "subject_id", "published_at", "story_number" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_front_places_rank_order",
                table: "front_places",
                columns: new[] { "rank", "order" });

            migrationBuilder.CreateIndex(
                name: "IX_inbox_lines_arrived_at_id",
                table: "inbox_lines",
                columns: new[] { "arrived_at", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_inbox_lines_guid",
                table: "inbox_lines",
                column: "guid");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_lines_item_id",
                table: "inbox_lines",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_lines_source_id_arrived_at_id",
                table: "inbox_lines",
                columns: new[] { "source_id", "arrived_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_inbox_lines_source_id_guid",
                table: "inbox_lines",
                columns: new[] { "source_id", "guid" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_inbox_lines_taken_and_not_usable",
                table: "inbox_lines",
                column: "status",
                filter: "status <> 'usable' AND taken_as IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_lines_taken_as",
                table: "inbox_lines",
                column: "taken_as",
                filter: "taken_as IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_mends_at_id",
                table: "mends",
                columns: new[] { "at", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_mends_story_number_at",
                table: "mends",
                columns: new[] { "story_number", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_events_at",
                table: "outbox_events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_events_position",
                table: "outbox_events",
                column: "position",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_pictures_added_at_number",
                table: "pictures",
                columns: new[] { "added_at", "number" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_pictures_file",
                table: "pictures",
                column: "file");

            migrationBuilder.CreateIndex(
                name: "IX_pictures_id",
                table: "pictures",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_pictures_to_cut",
                table: "pictures",
                column: "number",
                filter: "cut <> 'Full' AND problem IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_preview_links_expires_at",
                table: "preview_links",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_preview_links_story_number",
                table: "preview_links",
                column: "story_number");

            migrationBuilder.CreateIndex(
                name: "IX_preview_links_token_hash",
                table: "preview_links",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_readers_email_key",
                table: "readers",
                column: "email_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_readers_handle_key",
                table: "readers",
                column: "handle_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_readers_role_handle_key",
                table: "readers",
                columns: new[] { "role", "handle_key" });

            migrationBuilder.CreateIndex(
                name: "IX_refusals_at_id",
                table: "refusals",
                columns: new[] { "at", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_refusals_source_id",
                table: "refusals",
                column: "source_id");

            migrationBuilder.CreateIndex(
                name: "IX_revisions_story_number_number",
                table: "revisions",
                columns: new[] { "story_number", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_scheduled_stories_done_at_at_story_number",
                table: "scheduled_stories",
                columns: new[] { "done_at", "at", "story_number" });

            migrationBuilder.CreateIndex(
                name: "IX_sections_slug",
                table: "sections",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_links_expires_at",
                table: "sign_in_links",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_links_reader_id",
                table: "sign_in_links",
                column: "reader_id");

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_links_token_hash",
                table: "sign_in_links",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sources_due_at",
                table: "sources",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "IX_sources_name",
                table: "sources",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_stories_changed_at_number",
                table: "stories",
                columns: new[] { "changed_at", "number" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_stories_embargoed_until",
                table: "stories",
                column: "embargoed_until",
                filter: "embargoed_until IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_stories_id",
                table: "stories",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_stories_section_id_state_published_at_number",
                table: "stories",
                columns: new[] { "section_id", "state", "published_at", "number" },
                descending: new[] { false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_stories_state_changed_at_number",
                table: "stories",
                columns: new[] { "state", "changed_at", "number" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_stories_state_published_at_number",
                table: "stories",
                columns: new[] { "state", "published_at", "number" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_stories_wire_item_id",
                table: "stories",
                column: "wire_item_id");

            migrationBuilder.CreateIndex(
                name: "IX_story_visits_seen_at",
                table: "story_visits",
                column: "seen_at");

            migrationBuilder.CreateIndex(
                name: "IX_story_visits_story_number",
                table: "story_visits",
                column: "story_number");

            migrationBuilder.CreateIndex(
                name: "IX_subjects_kind_slug",
                table: "subjects",
                columns: new[] { "kind", "slug" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_wire_items_source_id_guid_version",
                table: "wire_items",
                columns: new[] { "source_id", "guid", "version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_entries");

            migrationBuilder.DropTable(
                name: "deliveries");

            migrationBuilder.DropTable(
                name: "due_points");

            migrationBuilder.DropTable(
                name: "ended_sessions");

            migrationBuilder.DropTable(
                name: "filed");

            migrationBuilder.DropTable(
                name: "front_places");

            migrationBuilder.DropTable(
                name: "inbox_lines");

            migrationBuilder.DropTable(
                name: "kept_texts");

            migrationBuilder.DropTable(
                name: "mends");

            migrationBuilder.DropTable(
                name: "papers");

            migrationBuilder.DropTable(
                name: "pictures");

            migrationBuilder.DropTable(
                name: "preview_links");

            migrationBuilder.DropTable(
                name: "refusals");

            migrationBuilder.DropTable(
                name: "revisions");

            migrationBuilder.DropTable(
                name: "scheduled_stories");

            migrationBuilder.DropTable(
                name: "searched_stories");

            migrationBuilder.DropTable(
                name: "sign_in_links");

            migrationBuilder.DropTable(
                name: "stored_keys");

            migrationBuilder.DropTable(
                name: "story_visits");

            migrationBuilder.DropTable(
                name: "working_copies");

            migrationBuilder.DropTable(
                name: "outbox_events");

            migrationBuilder.DropTable(
                name: "subjects");

            migrationBuilder.DropTable(
                name: "wire_items");

            migrationBuilder.DropTable(
                name: "readers");

            migrationBuilder.DropTable(
                name: "stories");

            migrationBuilder.DropTable(
                name: "sources");

            migrationBuilder.DropTable(
                name: "sections");
        }
    }
}
