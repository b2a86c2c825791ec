/* The innermost loops of reading and writing credentials, a second time, for speed.

   Each function here has a twin in Python that defines what it does; its module says which
   (`longleaf/credential/compiled.py`). Where one of these cannot tell, it says so (`None`, `False`),
   and the twin or the plain path does the work: nothing is decided here that is not decided there.
   Nothing is kept between calls, nothing of a document is run, and every index is held against the
   number of values there are. The reasons: docs/decisions/0024-an-optional-compiled-part.md. */

#define PY_SSIZE_T_CLEAN
#include <Python.h> /* first, as it asks to be */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A run of bytes that somebody else keeps. */
typedef struct {
    const char *data;
    Py_ssize_t size;
} Run;

static int compared(const Run *a, const Run *b) {
    int order = memcmp(a->data, b->data, (size_t)(a->size < b->size ? a->size : b->size));
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

static int compared_runs(const void *a, const void *b) {
    return compared((const Run *)a, (const Run *)b);
}

/* --- Recognizing: along the containers of a document to what ends the way ------------------- */

enum { OBJECT, ARRAY, WORDS }; /* as in leaves.py */
enum { AT, KIND, TURNS, ENDS, TURN_SIZE }; /* as in shapes.py */
#define FEW_TURNS 8

static int same_text(PyObject *a, PyObject *b) {
    return a == b ||
           (PyUnicode_CheckExact(a) && PyUnicode_CheckExact(b) && PyUnicode_Compare(a, b) == 0);
}

/* Whether a container has this form: names and types of an object, words, or types of an array. */
static int has_form(PyObject *container, long kind, PyObject *form) {
    Py_ssize_t size = PyTuple_GET_SIZE(form);
    if (kind == OBJECT) {
        Py_ssize_t count = PyDict_GET_SIZE(container), place = 0, next = 0;
        PyObject *name, *value;
        if (size != 2 * count)
            return 0;
        while (place < count && PyDict_Next(container, &next, &name, &value)) {
            if ((PyObject *)Py_TYPE(value) != PyTuple_GET_ITEM(form, count + place) ||
                !same_text(name, PyTuple_GET_ITEM(form, place)))
                return 0;
            place++;
        }
        return place == count;
    }
    if (size != PyList_GET_SIZE(container))
        return 0;
    for (Py_ssize_t place = 0; place < size; place++) {
        PyObject *item = PyList_GET_ITEM(container, place), *wanted = PyTuple_GET_ITEM(form, place);
        if (kind == WORDS ? !same_text(item, wanted) : (PyObject *)Py_TYPE(item) != wanted)
            return 0;
    }
    return 1;
}

/* The form of a container, as a tuple to look up. */
static PyObject *form_of(PyObject *container, long kind) {
    if (kind == WORDS)
        return PyList_AsTuple(container);
    if (kind == OBJECT) {
        Py_ssize_t count = PyDict_GET_SIZE(container), place = 0, next = 0;
        PyObject *name, *value, *form = PyTuple_New(2 * count);
        while (form && place < count && PyDict_Next(container, &next, &name, &value)) {
            PyTuple_SET_ITEM(form, place, Py_NewRef(name));
            PyTuple_SET_ITEM(form, count + place, Py_NewRef((PyObject *)Py_TYPE(value)));
            place++;
        }
        return form;
    }
    Py_ssize_t size = PyList_GET_SIZE(container);
    PyObject *form = PyTuple_New(size);
    for (Py_ssize_t place = 0; form && place < size; place++)
        PyTuple_SET_ITEM(
            form, place, Py_NewRef((PyObject *)Py_TYPE(PyList_GET_ITEM(container, place))));
    return form;
}

/* The turn that a container of this form leads to, borrowed; NULL if none or with an error set. */
static PyObject *turned(PyObject *turns, PyObject *container, long kind) {
    PyObject *form, *turn, *found;
    Py_ssize_t next = 0;
    if (PyDict_GET_SIZE(turns) <= FEW_TURNS) {
        while (PyDict_Next(turns, &next, &form, &turn))
            if (PyTuple_Check(form) && has_form(container, kind, form))
                return turn;
        return NULL;
    }
    form = form_of(container, kind);
    if (form == NULL)
        return NULL;
    found = PyDict_GetItemWithError(turns, form);
    Py_DECREF(form);
    if (found == NULL && PyErr_ExceptionMatches(PyExc_TypeError))
        PyErr_Clear(); /* something among the words that is no word, and has no hash */
    return found;
}

static int add_parts(PyObject *flat, PyObject *container, long kind) {
    if (kind == OBJECT) {
        Py_ssize_t next = 0;
        PyObject *name, *value;
        while (PyDict_Next(container, &next, &name, &value))
            if (PyList_Append(flat, value) < 0)
                return -1;
    } else if (kind == ARRAY) {
        for (Py_ssize_t place = 0; place < PyList_GET_SIZE(container); place++)
            if (PyList_Append(flat, PyList_GET_ITEM(container, place)) < 0)
                return -1;
    }
    return 0;
}

/* followed(ways, document): what ends the way, and the parts; None if there is no such way. */
static PyObject *followed(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count) {
    if (count != 2 || !PyDict_CheckExact(args[0])) {
        PyErr_SetString(PyExc_TypeError, "followed(ways, document)");
        return NULL;
    }
    PyObject *turns = args[0], *container = args[1], *turn, *result = NULL;
    PyObject *flat = PyList_New(0);
    long kind = OBJECT;
    if (flat == NULL)
        return NULL;
    for (;;) {
        if (!(kind == OBJECT ? PyDict_CheckExact(container) : PyList_CheckExact(container)))
            break;
        turn = turned(turns, container, kind);
        if (turn == NULL || !PyTuple_Check(turn) || PyTuple_GET_SIZE(turn) != TURN_SIZE ||
            add_parts(flat, container, kind) < 0)
            break;
        if (PyTuple_GET_ITEM(turn, ENDS) != Py_None) {
            result = PyTuple_Pack(2, PyTuple_GET_ITEM(turn, ENDS), flat);
            break;
        }
        Py_ssize_t at = PyLong_AsSsize_t(PyTuple_GET_ITEM(turn, AT));
        kind = PyLong_AsLong(PyTuple_GET_ITEM(turn, KIND));
        turns = PyTuple_GET_ITEM(turn, TURNS);
        if (PyErr_Occurred() || at < 0 || at >= PyList_GET_SIZE(flat) || !PyDict_CheckExact(turns))
            break;
        container = PyList_GET_ITEM(flat, at);
    }
    Py_DECREF(flat);
    if (result == NULL && !PyErr_Occurred())
        Py_RETURN_NONE;
    return result;
}

/* --- Slots: texts as they stand in N-Quads, and addresses of the usual form ------------------ */

static unsigned char longer[256]; /* by how much the escape of a byte is longer than the byte */
static char short_escape[256];
static const char HEX[] = "0123456789ABCDEF";

static void prepare_escapes(void) {
    static const char plain[] = "\b\t\n\f\r\"\\", letter[] = "btnfr\"\\";
    for (int code = 0; code < 0x20; code++)
        longer[code] = 5; /* \u0001 */
    longer[0x7f] = 5;
    for (int place = 0; plain[place]; place++) {
        longer[(unsigned char)plain[place]] = 1;
        short_escape[(unsigned char)plain[place]] = letter[place];
    }
}

static PyObject *escaped_one(const unsigned char *text, Py_ssize_t size, Py_ssize_t more) {
    PyObject *made = PyBytes_FromStringAndSize(more ? NULL : (const char *)text, size + more);
    if (made == NULL || more == 0)
        return made;
    char *to = PyBytes_AS_STRING(made);
    for (Py_ssize_t place = 0; place < size; place++) {
        unsigned char code = text[place];
        if (longer[code] == 0) {
            *to++ = (char)code;
        } else if (longer[code] == 1) {
            *to++ = '\\';
            *to++ = short_escape[code];
        } else {
            memcpy(to, "\\u00", 4);
            to[4] = HEX[code >> 4];
            to[5] = HEX[code & 15];
            to += 6;
        }
    }
    return made;
}

/* Whether U+FFFE or U+FFFF, in UTF-8, is in the text. */
static int has_noncharacter(const unsigned char *text, Py_ssize_t size) {
    for (Py_ssize_t place = 0; place + 2 < size; place++)
        if (text[place] == 0xef && text[place + 1] == 0xbf && text[place + 2] >= 0xbe)
            return 1;
    return 0;
}

/* escaped(texts): a list of bytes; None if one of the texts cannot be written. */
static PyObject *escaped(PyObject *Py_UNUSED(module), PyObject *texts) {
    if (!PyTuple_CheckExact(texts)) {
        PyErr_SetString(PyExc_TypeError, "escaped(texts: tuple)");
        return NULL;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(texts);
    PyObject *made = PyList_New(count);
    for (Py_ssize_t number = 0; made && number < count; number++) {
        PyObject *item = PyTuple_GET_ITEM(texts, number), *bytes = NULL;
        Py_ssize_t size, more = 0;
        const char *utf8 = PyUnicode_Check(item) ? PyUnicode_AsUTF8AndSize(item, &size) : NULL;
        const unsigned char *text = (const unsigned char *)utf8;
        if (text != NULL) {
            for (Py_ssize_t place = 0; place < size; place++)
                more += longer[text[place]];
            if (PyUnicode_IS_ASCII(item) || !has_noncharacter(text, size))
                bytes = escaped_one(text, size, more);
        }
        if (bytes == NULL) {
            Py_DECREF(made);
            if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
                return NULL;
            PyErr_Clear();
            Py_RETURN_NONE;
        }
        PyList_SET_ITEM(made, number, bytes);
    }
    return made;
}

static const char NOT_IN_ADDRESSES[] = "<>\"{}|^`\\\x7f"; /* and nothing up to the space */
static unsigned char in_address[256];

static void prepare_addresses(void) {
    for (int code = 0x21; code < 0x80; code++)
        in_address[code] = strchr(NOT_IN_ADDRESSES, code) == NULL;
}

static int begins_usually(const char *text, Py_ssize_t size, PyObject *beginnings) {
    for (Py_ssize_t number = 0; number < PyTuple_GET_SIZE(beginnings); number++) {
        Py_ssize_t length;
        PyObject *beginning = PyTuple_GET_ITEM(beginnings, number);
        const char *wanted = PyUnicode_Check(beginning)
                                 ? PyUnicode_AsUTF8AndSize(beginning, &length) : NULL;
        if (wanted && size > length && memcmp(text, wanted, (size_t)length) == 0)
            return 1;
    }
    return 0;
}

/* are_usual(addresses, beginnings): whether each is ASCII that an address may hold, and begins with
   one of these, followed by more. */
static PyObject *are_usual(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count) {
    if (count != 2 || !PyTuple_CheckExact(args[0]) || !PyTuple_CheckExact(args[1])) {
        PyErr_SetString(PyExc_TypeError, "are_usual(addresses: tuple, beginnings: tuple)");
        return NULL;
    }
    for (Py_ssize_t number = 0; number < PyTuple_GET_SIZE(args[0]); number++) {
        PyObject *item = PyTuple_GET_ITEM(args[0], number);
        if (!PyUnicode_CheckExact(item) || !PyUnicode_IS_ASCII(item))
            Py_RETURN_FALSE;
        const unsigned char *text = PyUnicode_1BYTE_DATA(item);
        Py_ssize_t size = PyUnicode_GET_LENGTH(item);
        for (Py_ssize_t place = 0; place < size; place++)
            if (!in_address[text[place]])
                Py_RETURN_FALSE;
        if (!begins_usually((const char *)text, size, args[1])) {
            if (PyErr_Occurred())
                return NULL;
            Py_RETURN_FALSE;
        }
    }
    Py_RETURN_TRUE;
}

/* --- Writing: the canonical N-Quads of a document, by the plan of its shape ------------------ */

#define MOST_LABELS 1024
static char labels[MOST_LABELS][16];
static Run label_runs[MOST_LABELS];
enum { ADDRESSES, GROUPS, HASHED, LABEL_GROUPS, LINES, SUBJECTS, PLAN_SIZE }; /* as in blocks.py */
#define DIGEST 32

static void prepare_labels(void) {
    for (int number = 0; number < MOST_LABELS; number++) {
        int size = snprintf(labels[number], sizeof labels[number], "_:c14n%d", number);
        label_runs[number] = (Run){labels[number], size};
    }
}

/* What one document is written from. `values` has room for `most`; `made` keeps what was joined. */
typedef struct {
    Run *values;
    Py_ssize_t count, most;
    PyObject *made;
} Writing;

static int add_value(Writing *writing, Run run) {
    if (writing->count >= writing->most) {
        PyErr_SetString(PyExc_ValueError, "a plan makes more values than it says");
        return -1;
    }
    writing->values[writing->count++] = run;
    return 0;
}

static const Run *value_at(const Writing *writing, PyObject *index) {
    Py_ssize_t place = PyLong_Check(index) ? PyLong_AsSsize_t(index) : -1;
    if (place < 0 || place >= writing->count) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_IndexError, "a plan names a value that is not there");
        return NULL;
    }
    return &writing->values[place];
}

static PyObject *tuple_in(PyObject *tuple, Py_ssize_t place) {
    PyObject *item = place < PyTuple_GET_SIZE(tuple) ? PyTuple_GET_ITEM(tuple, place) : NULL;
    if (item == NULL || !PyTuple_CheckExact(item)) {
        PyErr_SetString(PyExc_TypeError, "a plan is made of tuples");
        return NULL;
    }
    return item;
}

/* How long the pieces of a pattern are together; -1 with an error set. A piece is bytes, or the
   index of a value. */
static Py_ssize_t length_of(const Writing *writing, PyObject *pattern) {
    Py_ssize_t length = 0;
    for (Py_ssize_t number = 0; number < PyTuple_GET_SIZE(pattern); number++) {
        PyObject *piece = PyTuple_GET_ITEM(pattern, number);
        const Run *value = NULL;
        if (!PyBytes_CheckExact(piece) && (value = value_at(writing, piece)) == NULL)
            return -1;
        length += value ? value->size : PyBytes_GET_SIZE(piece);
    }
    return length;
}

/* Copy the pieces of a pattern whose length is known; `length_of` has looked at all of them. */
static char *copied(const Writing *writing, PyObject *pattern, char *to) {
    for (Py_ssize_t number = 0; number < PyTuple_GET_SIZE(pattern); number++) {
        PyObject *piece = PyTuple_GET_ITEM(pattern, number);
        Run run = PyBytes_CheckExact(piece)
                      ? (Run){PyBytes_AS_STRING(piece), PyBytes_GET_SIZE(piece)}
                      : writing->values[PyLong_AsSsize_t(piece)];
        memcpy(to, run.data, (size_t)run.size);
        to += run.size;
    }
    return to;
}

static PyObject *joined(const Writing *writing, PyObject *pattern) {
    Py_ssize_t length = length_of(writing, pattern);
    PyObject *made = length < 0 ? NULL : PyBytes_FromStringAndSize(NULL, length);
    if (made != NULL)
        copied(writing, pattern, PyBytes_AS_STRING(made));
    return made;
}

/* Join a pattern, keep the bytes as long as the writing, and give them as a run. */
static int joined_and_kept(Writing *writing, PyObject *pattern, Run *run) {
    PyObject *made = joined(writing, pattern);
    if (made == NULL)
        return -1;
    *run = (Run){PyBytes_AS_STRING(made), PyBytes_GET_SIZE(made)};
    int failed = PyList_Append(writing->made, made);
    Py_DECREF(made);
    return failed;
}

/* Whether two neighbors of sorted runs are equal. */
static int has_twins(const Run *runs, Py_ssize_t count) {
    for (Py_ssize_t number = 1; number < count; number++)
        if (compared(&runs[number - 1], &runs[number]) == 0)
            return 1;
    return 0;
}

/* 1 if all went well, 0 if only the general algorithm can tell, -1 with an error set; so below. */
static int add_addresses(Writing *writing, PyObject *patterns, Run *room) {
    Py_ssize_t count = PyTuple_GET_SIZE(patterns), first = writing->count;
    for (Py_ssize_t number = 0; number < count; number++) {
        PyObject *pattern = tuple_in(patterns, number);
        Run run;
        if (!pattern || joined_and_kept(writing, pattern, &run) < 0 || add_value(writing, run) < 0)
            return -1;
    }
    memcpy(room, writing->values + first, (size_t)count * sizeof(Run));
    qsort(room, (size_t)count, sizeof(Run), compared_runs);
    return !has_twins(room, count);
}

static int add_groups(Writing *writing, PyObject *groups) {
    for (Py_ssize_t number = 0; number < PyTuple_GET_SIZE(groups); number++) {
        PyObject *group = tuple_in(groups, number);
        Py_ssize_t first = writing->count;
        for (Py_ssize_t place = 0; group && place < PyTuple_GET_SIZE(group); place++) {
            PyObject *pattern = tuple_in(group, place);
            Run run;
            if (!pattern || joined_and_kept(writing, pattern, &run) < 0)
                return -1;
            if (add_value(writing, run) < 0)
                return -1;
        }
        if (group == NULL)
            return -1;
        /* The values of a group come behind all that its own patterns name. */
        qsort(writing->values + first, (size_t)(writing->count - first), sizeof(Run),
              compared_runs);
        if (has_twins(writing->values + first, writing->count - first))
            return 0;
    }
    return 1;
}

static PyObject *digest_name; /* "digest", made once with the module */

static int digest_of(PyObject *sha256, PyObject *text, unsigned char *to) {
    PyObject *hash = text ? PyObject_CallOneArg(sha256, text) : NULL;
    PyObject *digest = hash ? PyObject_CallMethodNoArgs(hash, digest_name) : NULL;
    int is_one = digest && PyBytes_CheckExact(digest) && PyBytes_GET_SIZE(digest) == DIGEST;
    if (is_one)
        memcpy(to, PyBytes_AS_STRING(digest), DIGEST);
    else if (!PyErr_Occurred())
        PyErr_SetString(PyExc_TypeError, "this is no SHA-256");
    Py_XDECREF(digest);
    Py_XDECREF(hash);
    Py_XDECREF(text);
    return is_one ? 0 : -1;
}

/* Labels of blank nodes, in the order of their first-degree hashes. */
static int add_labels(Writing *writing, PyObject *patterns, PyObject *sha256, Run *room) {
    Py_ssize_t count = PyTuple_GET_SIZE(patterns);
    if (count > MOST_LABELS) {
        PyErr_SetString(PyExc_ValueError, "a plan names more blank nodes than there are labels");
        return -1;
    }
    if (count == 1)
        return add_value(writing, label_runs[0]) < 0 ? -1 : 1;
    unsigned char digests[MOST_LABELS][DIGEST];
    for (Py_ssize_t number = 0; number < count; number++) {
        PyObject *pattern = tuple_in(patterns, number);
        if (!pattern || digest_of(sha256, joined(writing, pattern), digests[number]) < 0)
            return -1;
        room[number] = (Run){(const char *)digests[number], DIGEST};
    }
    qsort(room, (size_t)count, sizeof(Run), compared_runs);
    if (has_twins(room, count))
        return 0;
    Py_ssize_t first = writing->count;
    for (Py_ssize_t number = 0; number < count; number++)
        if (add_value(writing, label_runs[0]) < 0)
            return -1;
    for (Py_ssize_t rank = 0; rank < count; rank++) {
        Py_ssize_t number = (room[rank].data - (const char *)digests) / DIGEST;
        writing->values[first + number] = label_runs[rank];
    }
    return 1;
}

static int add_label_groups(Writing *writing, PyObject *groups) {
    for (Py_ssize_t number = 0; number < PyTuple_GET_SIZE(groups); number++) {
        PyObject *group = tuple_in(groups, number);
        Py_ssize_t first = writing->count;
        for (Py_ssize_t place = 0; group && place < PyTuple_GET_SIZE(group); place++) {
            const Run *label = value_at(writing, PyTuple_GET_ITEM(group, place));
            if (label == NULL || add_value(writing, *label) < 0)
                return -1;
        }
        if (group == NULL)
            return -1;
        qsort(writing->values + first, (size_t)(writing->count - first), sizeof(Run),
              compared_runs);
    }
    return 1;
}

/* A subject, and which of the plan's lines are its own. */
typedef struct {
    Run subject;
    Py_ssize_t number;
} Section;

static int compared_sections(const void *a, const void *b) {
    return compared(&((const Section *)a)->subject, &((const Section *)b)->subject);
}

static PyObject *written_lines(const Writing *writing, PyObject *plan, Section *sections) {
    PyObject *lines = PyTuple_GET_ITEM(plan, LINES), *subjects = PyTuple_GET_ITEM(plan, SUBJECTS);
    Py_ssize_t count = PyTuple_GET_SIZE(lines), length = 0;
    for (Py_ssize_t number = 0; number < count; number++) {
        PyObject *own = tuple_in(lines, number);
        const Run *subject = own ? value_at(writing, PyTuple_GET_ITEM(subjects, number)) : NULL;
        Py_ssize_t size = subject ? length_of(writing, own) : -1;
        if (size < 0)
            return NULL;
        sections[number] = (Section){*subject, number};
        length += size;
    }
    qsort(sections, (size_t)count, sizeof(Section), compared_sections);
    PyObject *made = PyBytes_FromStringAndSize(NULL, length);
    char *to = made ? PyBytes_AS_STRING(made) : NULL;
    for (Py_ssize_t number = 0; to && number < count; number++)
        to = copied(writing, PyTuple_GET_ITEM(lines, sections[number].number), to);
    return made;
}

static PyObject *write_all(Writing *writing, PyObject *plan, PyObject *sha256, Run *room,
                           Section *sections) {
    int sure = add_addresses(writing, PyTuple_GET_ITEM(plan, ADDRESSES), room);
    if (sure > 0)
        sure = add_groups(writing, PyTuple_GET_ITEM(plan, GROUPS));
    if (sure > 0)
        sure = add_labels(writing, PyTuple_GET_ITEM(plan, HASHED), sha256, room);
    if (sure > 0)
        sure = add_label_groups(writing, PyTuple_GET_ITEM(plan, LABEL_GROUPS));
    if (sure < 0)
        return NULL;
    if (sure == 0)
        Py_RETURN_NONE;
    return written_lines(writing, plan, sections);
}

static Py_ssize_t sum_of_sizes(PyObject *groups) {
    Py_ssize_t sum = 0;
    for (Py_ssize_t number = 0; number < PyTuple_GET_SIZE(groups); number++) {
        PyObject *group = tuple_in(groups, number);
        if (group == NULL)
            return -1;
        sum += PyTuple_GET_SIZE(group);
    }
    return sum;
}

/* written(plan, slots, sha256): canonical N-Quads; None if only the general algorithm can tell. */
static PyObject *written(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count) {
    if (count != 3 || !PyTuple_Check(args[0]) || PyTuple_GET_SIZE(args[0]) != PLAN_SIZE ||
        !PyList_CheckExact(args[1])) {
        PyErr_SetString(PyExc_TypeError, "written(plan: tuple, slots: list, sha256)");
        return NULL;
    }
    PyObject *plan = args[0];
    for (int part = 0; part < PLAN_SIZE; part++)
        if (tuple_in(plan, part) == NULL)
            return NULL;
    Py_ssize_t nodes = PyTuple_GET_SIZE(PyTuple_GET_ITEM(plan, HASHED));
    Py_ssize_t lines = PyTuple_GET_SIZE(PyTuple_GET_ITEM(plan, LINES));
    Py_ssize_t addresses = PyTuple_GET_SIZE(PyTuple_GET_ITEM(plan, ADDRESSES));
    Py_ssize_t grouped = sum_of_sizes(PyTuple_GET_ITEM(plan, GROUPS));
    Py_ssize_t labelled = grouped < 0 ? -1 : sum_of_sizes(PyTuple_GET_ITEM(plan, LABEL_GROUPS));
    if (labelled < 0)
        return NULL;
    if (PyTuple_GET_SIZE(PyTuple_GET_ITEM(plan, SUBJECTS)) != lines) {
        PyErr_SetString(PyExc_ValueError, "a plan has lines for each subject");
        return NULL;
    }
    PyObject *slots = PyList_AsTuple(args[1]), *result = NULL; /* a copy that stays as it is */
    if (slots == NULL)
        return NULL;
    Py_ssize_t given = PyTuple_GET_SIZE(slots);
    Writing writing = {NULL, 0, given + addresses + grouped + nodes + labelled, PyList_New(0)};
    Py_ssize_t wide = nodes > addresses ? nodes : addresses;
    writing.values = PyMem_Calloc((size_t)writing.most + 1, sizeof(Run));
    Run *room = PyMem_Calloc((size_t)wide + 1, sizeof(Run));
    Section *sections = PyMem_Calloc((size_t)lines + 1, sizeof(Section));
    int ready = writing.made && writing.values && room && sections;
    if (!ready && !PyErr_Occurred())
        PyErr_NoMemory();
    for (Py_ssize_t number = 0; ready && number < given; number++) {
        PyObject *slot = PyTuple_GET_ITEM(slots, number);
        ready = PyBytes_CheckExact(slot);
        if (ready)
            add_value(&writing, (Run){PyBytes_AS_STRING(slot), PyBytes_GET_SIZE(slot)});
        else
            PyErr_SetString(PyExc_TypeError, "slots are filled with bytes");
    }
    if (ready)
        result = write_all(&writing, plan, args[2], room, sections);
    PyMem_Free(sections);
    PyMem_Free(room);
    PyMem_Free(writing.values);
    Py_XDECREF(writing.made);
    Py_DECREF(slots);
    return result;
}

/* --- Plain JSON: within the limits, and written alike by all ---------------------------------- */

#define SAFE ((1LL << 53) - 1)

static int is_safe(PyObject *number) {
    int overflow;
    long long value = PyLong_AsLongLongAndOverflow(number, &overflow);
    return !overflow && -SAFE <= value && value <= SAFE;
}

static int has_half_characters(PyObject *text) {
    int kind = (int)PyUnicode_KIND(text);
    if (kind == PyUnicode_1BYTE_KIND)
        return 0;
    const void *data = PyUnicode_DATA(text);
    for (Py_ssize_t place = 0; place < PyUnicode_GET_LENGTH(text); place++)
        if ((PyUnicode_READ(kind, data, place) & 0xfffff800u) == 0xd800u)
            return 1;
    return 0;
}

/* How many members and values there are inside a value; -1 if it takes a closer look. */
static Py_ssize_t plain_count(PyObject *value, int depth) {
    Py_ssize_t count = 0, inner;
    if (PyUnicode_CheckExact(value))
        return has_half_characters(value) ? -1 : 0;
    if (value == Py_None || PyBool_Check(value))
        return 0;
    if (PyLong_CheckExact(value))
        return is_safe(value) ? 0 : -1;
    if (PyFloat_CheckExact(value))
        return fabs(PyFloat_AS_DOUBLE(value)) <= 1e300 ? 0 : -1; /* not so for NaN */
    if (depth <= 0)
        return -1;
    if (PyDict_CheckExact(value)) {
        Py_ssize_t next = 0;
        PyObject *name, *item;
        while (PyDict_Next(value, &next, &name, &item)) {
            if (!PyUnicode_CheckExact(name) || has_half_characters(name))
                return -1;
            if ((inner = plain_count(item, depth - 1)) < 0)
                return -1;
            count += 2 + inner;
        }
        return count;
    }
    if (PyList_CheckExact(value)) {
        for (Py_ssize_t place = 0; place < PyList_GET_SIZE(value); place++) {
            if ((inner = plain_count(PyList_GET_ITEM(value, place), depth - 1)) < 0)
                return -1;
            count += 1 + inner;
        }
        return count;
    }
    return -1;
}

/* counted(value, depth): members and values in plain JSON no deeper than this; -1 if it takes a
   closer look. */
static PyObject *counted(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count) {
    long depth = count == 2 ? PyLong_AsLong(args[1]) : -1;
    if (depth < 0 || depth > 200) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "counted(value, depth up to 200)");
        return NULL;
    }
    return PyLong_FromSsize_t(plain_count(args[0], (int)depth));
}

static int is_alike(PyObject *value, int depth) {
    if (PyUnicode_CheckExact(value) || value == Py_None || PyBool_Check(value))
        return 1;
    if (PyLong_CheckExact(value))
        return is_safe(value);
    if (PyFloat_CheckExact(value)) {
        double number = PyFloat_AS_DOUBLE(value), size = fabs(number);
        return 1e-4 <= size && size < 1e15 && number != floor(number);
    }
    if (depth <= 0)
        return 0;
    if (PyDict_CheckExact(value)) {
        Py_ssize_t next = 0;
        PyObject *name, *item;
        while (PyDict_Next(value, &next, &name, &item))
            if (!PyUnicode_CheckExact(name) || !PyUnicode_IS_ASCII(name) ||
                !is_alike(item, depth - 1))
                return 0;
        return 1;
    }
    if (PyList_CheckExact(value)) {
        for (Py_ssize_t place = 0; place < PyList_GET_SIZE(value); place++)
            if (!is_alike(PyList_GET_ITEM(value, place), depth - 1))
                return 0;
        return 1;
    }
    return 0;
}

/* is_written_alike(value): as `_is_written_alike` in jcs.py. */
static PyObject *is_written_alike(PyObject *Py_UNUSED(module), PyObject *value) {
    int holds = PyDict_CheckExact(value) || PyList_CheckExact(value);
    return PyBool_FromLong(holds && is_alike(value, 200));
}

/* --- Base 58, five digits and four bytes at a time ------------------------------------------- */

#define MOST_DIGITS 512 /* that are read; the longest key or signature has fewer */
#define MOST_WORDS 96   /* 512 digits of 5.86 bits are less than 94 words of 32 */
#define FIVE_DIGITS 656356768u /* 58 ** 5 */
static const char ALPHABET[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static unsigned char digit_of[256];

static void prepare_digits(void) {
    memset(digit_of, 58, sizeof digit_of);
    for (int value = 0; value < 58; value++)
        digit_of[(unsigned char)ALPHABET[value]] = (unsigned char)value;
}

static PyObject *digits_of(const unsigned char *bytes, Py_ssize_t size, uint32_t *words,
                           char *digits, Py_ssize_t room) {
    Py_ssize_t zeros = 0, used = (size + 3) / 4, first = room, begins = 0;
    while (zeros < size && bytes[zeros] == 0)
        zeros++;
    for (Py_ssize_t place = 0; place < size; place++) { /* the last byte is the least */
        Py_ssize_t from_end = size - 1 - place;
        words[used - 1 - from_end / 4] |= (uint32_t)bytes[place] << (8 * (from_end % 4));
    }
    while (begins < used) {
        uint64_t rest = 0;
        for (Py_ssize_t place = begins; place < used; place++) {
            uint64_t part = rest << 32 | words[place];
            words[place] = (uint32_t)(part / FIVE_DIGITS);
            rest = part % FIVE_DIGITS;
        }
        while (begins < used && words[begins] == 0)
            begins++;
        for (int digit = 0; digit < 5; digit++, rest /= 58)
            digits[--first] = ALPHABET[rest % 58];
    }
    while (first < room && digits[first] == ALPHABET[0])
        first++;
    while (zeros-- > 0)
        digits[--first] = ALPHABET[0];
    return PyUnicode_DecodeASCII(digits + first, room - first, NULL);
}

/* base58(data): its digits. */
static PyObject *base58(PyObject *Py_UNUSED(module), PyObject *data) {
    if (!PyBytes_CheckExact(data)) {
        PyErr_SetString(PyExc_TypeError, "base58(data: bytes)");
        return NULL;
    }
    Py_ssize_t size = PyBytes_GET_SIZE(data);
    Py_ssize_t room = 2 * size + 16; /* a byte takes 1.37 digits, and they come five at a time */
    uint32_t *words = PyMem_Calloc((size_t)size / 4 + 1, sizeof(uint32_t));
    char *digits = PyMem_Malloc((size_t)room);
    PyObject *made = words && digits
                         ? digits_of((const unsigned char *)PyBytes_AS_STRING(data), size, words,
                                     digits, room)
                         : PyErr_NoMemory();
    PyMem_Free(digits);
    PyMem_Free(words);
    return made;
}

/* from_base58(digits): the bytes; None if these are no digits, or too many. */
static PyObject *from_base58(PyObject *Py_UNUSED(module), PyObject *text) {
    if (!PyUnicode_Check(text) || !PyUnicode_IS_ASCII(text) ||
        PyUnicode_GET_LENGTH(text) > MOST_DIGITS)
        Py_RETURN_NONE;
    const unsigned char *digits = PyUnicode_1BYTE_DATA(text);
    Py_ssize_t size = PyUnicode_GET_LENGTH(text), zeros = 0, used = 0, place = 0;
    uint32_t words[MOST_WORDS]; /* the least first */
    while (zeros < size && digits[zeros] == ALPHABET[0])
        zeros++;
    while (place < size) {
        uint64_t factor = 1, carry = 0;
        for (int digit = 0; digit < 5 && place < size; digit++, place++) {
            if (digit_of[digits[place]] >= 58)
                Py_RETURN_NONE;
            carry = carry * 58 + digit_of[digits[place]];
            factor *= 58;
        }
        for (Py_ssize_t word = 0; word < used; word++) {
            carry += words[word] * factor;
            words[word] = (uint32_t)carry;
            carry >>= 32;
        }
        if (carry) {
            if (used >= MOST_WORDS)
                Py_RETURN_NONE;
            words[used++] = (uint32_t)carry;
        }
    }
    Py_ssize_t length = 4 * used;
    while (length > 0 && (words[(length - 1) / 4] >> (8 * ((length - 1) % 4)) & 0xff) == 0)
        length--;
    PyObject *made = PyBytes_FromStringAndSize(NULL, zeros + length);
    if (made == NULL)
        return NULL;
    unsigned char *to = (unsigned char *)PyBytes_AS_STRING(made);
    memset(to, 0, (size_t)zeros);
    for (Py_ssize_t byte = 0; byte < length; byte++)
        to[zeros + length - 1 - byte] = (unsigned char)(words[byte / 4] >> (8 * (byte % 4)));
    return made;
}

/* --- The module --------------------------------------------------------------------------------- */

#define FAST(function) (PyCFunction)(void (*)(void)) function, METH_FASTCALL, NULL

static PyMethodDef functions[] = {
    {"followed", FAST(followed)},
    {"escaped", escaped, METH_O, NULL},
    {"are_usual", FAST(are_usual)},
    {"written", FAST(written)},
    {"counted", FAST(counted)},
    {"is_written_alike", is_written_alike, METH_O, NULL},
    {"base58", base58, METH_O, NULL},
    {"from_base58", from_base58, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_compiled", NULL, -1, functions, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__compiled(void) {
    prepare_escapes();
    prepare_addresses();
    prepare_labels();
    prepare_digits();
    digest_name = PyUnicode_InternFromString("digest");
    if (digest_name == NULL)
        return NULL;
    return PyModule_Create(&definition);
}
