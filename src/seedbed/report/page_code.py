# Written by `python -m seedbed.report.page` from page.html, for a start that need not write it itself.
# ruff: noqa
# mypy: ignore-errors
MADE_OF = '3.1.6 00f256cd309b5441'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = None

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_account = resolve('account')
    l_0_style = resolve('style')
    l_0_verdict = resolve('verdict')
    l_0_total = resolve('total')
    l_0_tables = resolve('tables')
    l_0_kinds = resolve('kinds')
    l_0_broken = resolve('broken')
    l_0_drawing = resolve('drawing')
    l_0_tests = resolve('tests')
    l_0_edges = resolve('edges')
    l_0_unfolded = resolve('unfolded')
    l_0_rulings = resolve('rulings')
    l_0_notes = resolve('notes')
    l_0_few = resolve('few')
    l_0_sample = resolve('sample')
    l_0_drawn = l_0_bare = missing
    try:
        t_1 = environment.filters['anchor']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'anchor' found.")
    try:
        t_2 = environment.filters['count']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'count' found.")
    try:
        t_3 = environment.filters['format']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No filter named 'format' found.")
    try:
        t_4 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_4(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    try:
        t_5 = environment.filters['length']
    except KeyError:
        @internalcode
        def t_5(*unused):
            raise TemplateRuntimeError("No filter named 'length' found.")
    try:
        t_6 = environment.filters['list']
    except KeyError:
        @internalcode
        def t_6(*unused):
            raise TemplateRuntimeError("No filter named 'list' found.")
    try:
        t_7 = environment.filters['percent']
    except KeyError:
        @internalcode
        def t_7(*unused):
            raise TemplateRuntimeError("No filter named 'percent' found.")
    try:
        t_8 = environment.filters['rejectattr']
    except KeyError:
        @internalcode
        def t_8(*unused):
            raise TemplateRuntimeError("No filter named 'rejectattr' found.")
    try:
        t_9 = environment.filters['safe']
    except KeyError:
        @internalcode
        def t_9(*unused):
            raise TemplateRuntimeError("No filter named 'safe' found.")
    try:
        t_10 = environment.tests['none']
    except KeyError:
        @internalcode
        def t_10(*unused):
            raise TemplateRuntimeError("No test named 'none' found.")
    pass
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n<title>'
    yield escape(environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'title'))
    yield ' · Seedbed report</title>\n<style>\n'
    yield escape(t_9((undefined(name='style') if l_0_style is missing else l_0_style)))
    yield '\n</style>\n</head>\n<body>\n'
    def macro(l_1_plot, l_1_declared):
        t_11 = []
        l_1_bars = resolve('bars')
        if l_1_plot is missing:
            l_1_plot = undefined("parameter 'plot' was not provided", name='plot')
        if l_1_declared is missing:
            l_1_declared = ''
        pass
        if (environment.getattr(l_1_plot, 'by_name') and environment.getattr(l_1_plot, 'tells')):
            pass
            t_11.append(
                '<ul class="parts">\n',
            )
            for l_2_part in environment.getattr(l_1_plot, 'parts'):
                _loop_vars = {}
                pass
                t_11.extend((
                    '<li><span>',
                    escape(environment.getattr(l_2_part, 'label')),
                    '</span><i><i style="width:',
                    escape(t_3('%.1f', environment.getattr(l_2_part, 'share'))),
                    '%"></i>',
                ))
                if (not t_10(environment.getattr(l_2_part, 'declared'))):
                    pass
                    t_11.extend((
                        '<i class="wish" style="left:',
                        escape(t_3('%.1f', environment.getattr(l_2_part, 'declared'))),
                        '%"></i>',
                    ))
                t_11.extend((
                    '</i><b>',
                    escape(t_7(environment.getattr(l_2_part, 'share'))),
                    '</b></li>\n',
                ))
            l_2_part = missing
            t_11.append(
                '</ul>\n',
            )
            if environment.getattr(l_1_plot, 'rest'):
                pass
                t_11.extend((
                    '<small>and ',
                    escape(environment.getattr(l_1_plot, 'rest')),
                    ' more</small>',
                ))
        else:
            pass
            if environment.getattr(l_1_plot, 'tells'):
                pass
                t_11.extend((
                    '<svg class="plot" viewBox="0 0 ',
                    escape(environment.getattr(l_1_plot, 'width')),
                    ' 100" preserveAspectRatio="none" aria-hidden="true">\n',
                ))
                if (environment.getattr(l_1_plot, 'axis') == 'values'):
                    pass
                    l_1_bars = environment.getattr(l_1_plot, 'bars')
                    l_2_loop = missing
                    for l_2_label, l_2_loop in LoopContext(environment.getattr(l_1_plot, 'labels'), undefined):
                        _loop_vars = {}
                        pass
                        t_11.extend((
                            '<path d="',
                            escape(environment.getitem((undefined(name='bars') if l_1_bars is missing else l_1_bars), environment.getattr(l_2_loop, 'index0'))),
                            '"><title>',
                            escape(l_2_label),
                            ': ',
                            escape(t_2(environment.getitem(environment.getattr(l_1_plot, 'observed'), environment.getattr(l_2_loop, 'index0')))),
                            '</title></path>\n',
                        ))
                    l_2_loop = l_2_label = missing
                else:
                    pass
                    t_11.extend((
                        '<path d="',
                        escape(t_4(context.eval_ctx, environment.getattr(l_1_plot, 'bars'))),
                        '"/>\n',
                    ))
                if environment.getattr(l_1_plot, 'line'):
                    pass
                    t_11.extend((
                        '<path class="line" d="',
                        escape(environment.getattr(l_1_plot, 'line')),
                        '"/>',
                    ))
                t_11.append(
                    '</svg>\n',
                )
            t_11.extend((
                '<span class="ends"><span>',
                escape(environment.getitem(environment.getattr(l_1_plot, 'ends'), 0)),
                '</span><span>',
                escape(environment.getitem(environment.getattr(l_1_plot, 'ends'), 1)),
                '</span></span>\n',
            ))
        if l_1_declared:
            pass
            t_11.extend((
                '<span class="declared">',
                escape(l_1_declared),
                '</span>',
            ))
        return concat(t_11)
    context.exported_vars.add('drawn')
    context.vars['drawn'] = l_0_drawn = Macro(environment, macro, 'drawn', ('plot', 'declared'), False, False, False, context.eval_ctx.autoescape)
    yield '<header>\n<h1>'
    yield escape(environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'title'))
    yield '</h1>\n'
    if (undefined(name='verdict') if l_0_verdict is missing else l_0_verdict):
        pass
        yield '<p class="verdict '
        yield escape(('good' if environment.getattr((undefined(name='verdict') if l_0_verdict is missing else l_0_verdict), 'valid') else 'bad'))
        yield '">'
        if environment.getattr((undefined(name='verdict') if l_0_verdict is missing else l_0_verdict), 'valid'):
            pass
            yield '✓ valid'
        else:
            pass
            yield '✗ not valid: '
            yield escape(t_2(environment.getattr((undefined(name='verdict') if l_0_verdict is missing else l_0_verdict), 'errors')))
            yield ' error'
            yield escape(('' if (environment.getattr((undefined(name='verdict') if l_0_verdict is missing else l_0_verdict), 'errors') == 1) else 's'))
        yield '</p>\n'
    yield '</header>\n<main>\n<section class="figures" aria-label="Summary">\n<p><b>'
    yield escape(t_2((undefined(name='total') if l_0_total is missing else l_0_total)))
    yield '</b> row'
    yield escape(('' if ((undefined(name='total') if l_0_total is missing else l_0_total) == 1) else 's'))
    yield '</p>\n<p><b>'
    yield escape(t_2(t_5((undefined(name='tables') if l_0_tables is missing else l_0_tables))))
    yield '</b> table'
    yield escape(('' if (t_5((undefined(name='tables') if l_0_tables is missing else l_0_tables)) == 1) else 's'))
    yield '</p>\n'
    if (undefined(name='verdict') if l_0_verdict is missing else l_0_verdict):
        pass
        yield '<p><b>'
        yield escape(t_2(t_5(environment.getattr((undefined(name='verdict') if l_0_verdict is missing else l_0_verdict), 'checked'))))
        yield '</b> constraints asked</p>\n'
        if environment.getattr((undefined(name='verdict') if l_0_verdict is missing else l_0_verdict), 'skipped'):
            pass
            yield '<p><b>'
            yield escape(t_2(t_5(environment.getattr((undefined(name='verdict') if l_0_verdict is missing else l_0_verdict), 'skipped'))))
            yield '</b> could not be asked</p>'
    yield '</section>\n'
    if (undefined(name='kinds') if l_0_kinds is missing else l_0_kinds):
        pass
        yield '<ul class="kinds">\n'
        for (l_1_kind, l_1_asked, l_1_broken) in (undefined(name='kinds') if l_0_kinds is missing else l_0_kinds):
            _loop_vars = {}
            pass
            yield '<li><span class="'
            yield escape(('bad' if l_1_broken else 'good'))
            yield '">'
            yield escape(('✗' if l_1_broken else '✓'))
            yield '</span> '
            yield escape(l_1_kind)
            yield ' <b>'
            yield escape(t_2(l_1_asked))
            yield '</b>'
            if l_1_broken:
                pass
                yield '<span class="bad">, '
                yield escape(t_2(l_1_broken))
                yield ' broken</span>'
            yield '</li>\n'
        l_1_kind = l_1_asked = l_1_broken = missing
        yield '</ul>\n'
    if (undefined(name='broken') if l_0_broken is missing else l_0_broken):
        pass
        yield '<section>\n<h2>Broken</h2>\n<div class="wide"><table class="stacked">\n<thead><tr><th>kind</th><th>table</th><th>constraint</th><th class="n">rows</th><th>first of them</th></tr></thead>\n<tbody>\n'
        for l_1_one in (undefined(name='broken') if l_0_broken is missing else l_0_broken):
            _loop_vars = {}
            pass
            yield '<tr><td class="bad">✗ '
            yield escape(environment.getattr(l_1_one, 'kind'))
            yield '</td><td><a href="#'
            yield escape(t_1(environment.getattr(l_1_one, 'table')))
            yield '">'
            yield escape(environment.getattr(l_1_one, 'table'))
            yield '</a></td><td><code>'
            yield escape(environment.getattr(l_1_one, 'constraint'))
            yield '</code>'
            if environment.getattr(l_1_one, 'sql'):
                pass
                yield '<br><code class="dim">'
                yield escape(environment.getattr(l_1_one, 'sql'))
                yield '</code>'
            yield '</td><td class="n">'
            yield escape(t_2(environment.getattr(l_1_one, 'rows')))
            yield '</td><td>'
            yield escape((environment.getitem(environment.getattr(l_1_one, 'examples'), 0) if environment.getattr(l_1_one, 'examples') else ''))
            yield '</td></tr>\n'
        l_1_one = missing
        yield '</tbody></table></div>\n</section>\n'
    if environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'reproduce'):
        pass
        yield '<section>\n<h2>'
        yield escape(('Make it again' if environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'stories') else 'Ask it again'))
        yield '</h2>\n<p class="again"><code>'
        l_1_loop = missing
        for l_1_words, l_1_loop in LoopContext(context.call(environment.getattr(environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'reproduce'), 'split'), ' --'), undefined):
            _loop_vars = {}
            pass
            yield '<span>'
            yield escape(('' if environment.getattr(l_1_loop, 'first') else '--'))
            yield escape(l_1_words)
            yield '</span> '
        l_1_loop = l_1_words = missing
        yield '</code></p>\n</section>\n'
    if (t_5((undefined(name='tables') if l_0_tables is missing else l_0_tables)) > 1):
        pass
        yield '<section>\n<h2>Tables</h2>\n<div class="wide drawing">\n<svg viewBox="0 0 '
        yield escape(t_3('%.0f', environment.getattr((undefined(name='drawing') if l_0_drawing is missing else l_0_drawing), 'width')))
        yield ' '
        yield escape(t_3('%.0f', environment.getattr((undefined(name='drawing') if l_0_drawing is missing else l_0_drawing), 'height')))
        yield '" width="'
        yield escape(t_3('%.0f', environment.getattr((undefined(name='drawing') if l_0_drawing is missing else l_0_drawing), 'width')))
        yield '" role="img" aria-label="Tables and the references between them">\n'
        for l_1_curve in environment.getattr((undefined(name='drawing') if l_0_drawing is missing else l_0_drawing), 'curves'):
            _loop_vars = {}
            pass
            yield '<g class="key'
            yield escape((' optional' if environment.getattr(l_1_curve, 'optional') else cond_expr_undefined("the inline if-expression on line 85 evaluated to false and no else section was defined.")))
            yield '"><title>'
            yield escape(environment.getattr(l_1_curve, 'told'))
            yield '</title><path d="'
            yield escape(environment.getattr(l_1_curve, 'path'))
            yield '"/><path d="'
            yield escape(environment.getattr(l_1_curve, 'foot'))
            yield '"/></g>\n'
        l_1_curve = missing
        for l_1_box in environment.getattr((undefined(name='drawing') if l_0_drawing is missing else l_0_drawing), 'boxes'):
            l_1_wrong = resolve('wrong')
            _loop_vars = {}
            pass
            yield '<a href="#'
            yield escape(t_1(environment.getattr(l_1_box, 'table')))
            yield '">'
            if (environment.getattr(l_1_box, 'name') != environment.getattr(l_1_box, 'table')):
                pass
                yield '<title>'
                yield escape(environment.getattr(l_1_box, 'table'))
                yield '</title>'
            yield '<rect class="box'
            yield escape((' broken' if (environment.getattr(l_1_box, 'table') in (undefined(name='wrong') if l_1_wrong is missing else l_1_wrong)) else cond_expr_undefined("the inline if-expression on line 88 evaluated to false and no else section was defined.")))
            yield '" x="'
            yield escape(t_3('%.0f', environment.getattr(l_1_box, 'x')))
            yield '" y="'
            yield escape(t_3('%.0f', environment.getattr(l_1_box, 'y')))
            yield '" width="'
            yield escape(t_3('%.0f', environment.getattr(l_1_box, 'width')))
            yield '" height="40" rx="6"/><text x="'
            yield escape(t_3('%.0f', (environment.getattr(l_1_box, 'x') + 10)))
            yield '" y="'
            yield escape(t_3('%.0f', (environment.getattr(l_1_box, 'y') + 17)))
            yield '">'
            yield escape(environment.getattr(l_1_box, 'name'))
            yield '</text><text x="'
            yield escape(t_3('%.0f', (environment.getattr(l_1_box, 'x') + 10)))
            yield '" y="'
            yield escape(t_3('%.0f', (environment.getattr(l_1_box, 'y') + 32)))
            yield '" class="told">'
            yield escape(environment.getattr(l_1_box, 'told'))
            yield '</text></a>\n'
        l_1_box = l_1_wrong = missing
        yield '</svg>\n</div>\n'
        if environment.getattr((undefined(name='drawing') if l_0_drawing is missing else l_0_drawing), 'curves'):
            pass
            yield '<p class="legend">Parents stand left of what refers to them. A crow’s foot: many rows may refer to one; a dashed line: it may be NULL.'
            if environment.getattr((undefined(name='drawing') if l_0_drawing is missing else l_0_drawing), 'popular'):
                pass
                yield ' Lines to the tables that most others refer to are left out: '
                l_1_loop = missing
                for (l_1_id, l_1_count), l_1_loop in LoopContext(environment.getattr((undefined(name='drawing') if l_0_drawing is missing else l_0_drawing), 'popular'), undefined):
                    _loop_vars = {}
                    pass
                    yield '<a href="#'
                    yield escape(t_1(l_1_id))
                    yield '">'
                    yield escape(l_1_id)
                    yield '</a> ('
                    yield escape(t_2(l_1_count))
                    yield ')'
                    yield escape(('.' if environment.getattr(l_1_loop, 'last') else ', '))
                l_1_loop = l_1_id = l_1_count = missing
                yield ' Every reference is told with its column below.'
            yield '</p>\n'
        yield '</section>\n'
    if (undefined(name='tests') if l_0_tests is missing else l_0_tests):
        pass
        yield '<section>\n<h2>Distributions</h2>\n<table class="columns tests">\n<thead><tr><th>column</th><th>declared</th><th>outcome</th><th>found, declared (line)</th></tr></thead>\n<tbody>\n'
        for l_1_test in (undefined(name='tests') if l_0_tests is missing else l_0_tests):
            _loop_vars = {}
            pass
            yield '<tr>\n<th scope="row"><code>'
            yield escape(t_4(context.eval_ctx, environment.getattr(l_1_test, 'columns'), ', '))
            yield '</code><small>of <a href="#'
            yield escape(t_1(environment.getattr(l_1_test, 'table')))
            yield '">'
            yield escape(environment.getattr(l_1_test, 'table'))
            yield '</a></small></th>\n<td><code>'
            yield escape(environment.getattr(l_1_test, 'said'))
            yield '</code></td>\n<td><span class="'
            yield escape(environment.getattr(l_1_test, 'mark'))
            yield '">'
            yield escape(environment.getitem({'good': '✓ ', 'bad': '✗ ', 'dim': ''}, environment.getattr(l_1_test, 'mark')))
            yield escape(environment.getattr(l_1_test, 'outcome'))
            yield '</span>'
            if environment.getattr(l_1_test, 'figures'):
                pass
                yield '<small>'
                yield escape(environment.getattr(l_1_test, 'figures'))
                yield '</small>'
            yield '</td>\n<td>'
            if environment.getattr(l_1_test, 'plot'):
                pass
                yield escape(context.call((undefined(name='drawn') if l_0_drawn is missing else l_0_drawn), environment.getattr(l_1_test, 'plot'), _loop_vars=_loop_vars))
            yield '</td>\n</tr>\n'
        l_1_test = missing
        yield '</tbody></table>\n<p class="legend">Over all rows without an edge case; those of popular parents by how many rows each parent has. An alarm (✗) comes by chance in one report of a hundred.</p>\n</section>\n'
    if (undefined(name='edges') if l_0_edges is missing else l_0_edges):
        pass
        yield '<section>\n<h2>Edge cases</h2>\n<p>'
        yield escape(t_2(environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'edge_rows')))
        yield ' of '
        yield escape(t_2(environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'rows')))
        yield ' rows ('
        yield escape(t_7(((100 * environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'edge_rows')) / environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'rows'))))
        yield ') hold one'
        if environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'recipe'):
            pass
            yield '; '
        if environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'recipe'):
            pass
            yield escape(t_7(environment.getattr(environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'recipe'), 'edge_cases')))
            yield ' of each table’s rows were asked for.'
        def t_12(fiter):
            for l_1_name in fiter:
                if context.call(environment.getattr(l_1_name, 'endswith'), 'edge-cases.json'):
                    yield l_1_name
        for l_1_name in t_12(environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'beside')):
            _loop_vars = {}
            pass
            yield ' <a href="'
            yield escape(l_1_name)
            yield '">'
            yield escape(l_1_name)
            yield '</a> says which row holds which.'
        l_1_name = missing
        yield '</p>\n'
        if (not (undefined(name='unfolded') if l_0_unfolded is missing else l_0_unfolded)):
            pass
            yield '<details>\n<summary><b>'
            yield escape(t_2(t_5(environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'stories'))))
            yield '</b> tables with some</summary>\n'
        for l_1_story in environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'stories'):
            _loop_vars = {}
            pass
            yield '<details class="edges"'
            yield escape((' open' if ((undefined(name='unfolded') if l_0_unfolded is missing else l_0_unfolded) and (t_5((undefined(name='tables') if l_0_tables is missing else l_0_tables)) <= 3)) else cond_expr_undefined("the inline if-expression on line 126 evaluated to false and no else section was defined.")))
            yield '>\n<summary><a href="#'
            yield escape(t_1(environment.getattr(l_1_story, 'table')))
            yield '">'
            yield escape(environment.getattr(l_1_story, 'table'))
            yield '</a> <b>'
            yield escape(t_2(environment.getattr(l_1_story, 'edge_rows')))
            yield '</b> row'
            yield escape(('' if (environment.getattr(l_1_story, 'edge_rows') == 1) else 's'))
            yield ', '
            yield escape(t_5(environment.getattr(l_1_story, 'cases')))
            yield ' case'
            yield escape(('' if (t_5(environment.getattr(l_1_story, 'cases')) == 1) else 's'))
            yield '</summary>\n'
            for (l_2_columns, l_2_cases) in context.call(environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'columns'), l_1_story, _loop_vars=_loop_vars):
                _loop_vars = {}
                pass
                yield '<p><code>'
                yield escape(l_2_columns)
                yield '</code>'
                for (l_3_case, l_3_count) in l_2_cases:
                    _loop_vars = {}
                    pass
                    yield ' <em class="mark">'
                    yield escape(l_3_case)
                    if (l_3_count > 1):
                        pass
                        yield ' <b>'
                        yield escape(t_2(l_3_count))
                        yield '</b>'
                    yield '</em>'
                l_3_case = l_3_count = missing
                yield '</p>\n'
            l_2_columns = l_2_cases = missing
            yield '</details>\n'
        l_1_story = missing
        if (not (undefined(name='unfolded') if l_0_unfolded is missing else l_0_unfolded)):
            pass
            yield '</details>\n'
        if environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'skipped'):
            pass
            yield '<details class="edges">\n<summary><b>'
            yield escape(t_2(t_5(environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'skipped'))))
            yield '</b> table'
            yield escape(('' if (t_5(environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'skipped')) == 1) else 's'))
            yield ' without any</summary>\n'
            for l_1_story in environment.getattr((undefined(name='edges') if l_0_edges is missing else l_0_edges), 'skipped'):
                _loop_vars = {}
                pass
                yield '<p><a href="#'
                yield escape(t_1(environment.getattr(l_1_story, 'table')))
                yield '">'
                yield escape(environment.getattr(l_1_story, 'table'))
                yield '</a> <span class="dim">'
                yield escape((environment.getattr(l_1_story, 'skipped') or 'its few rows leave no room for one'))
                yield '</span></p>\n'
            l_1_story = missing
            yield '</details>\n'
        yield '</section>\n'
    if (undefined(name='rulings') if l_0_rulings is missing else l_0_rulings):
        pass
        yield '<section>\n<h2>Rules</h2>\n<div class="wide"><table class="stacked">\n<thead><tr><th>rule</th><th>table</th><th>condition</th><th>outcome</th></tr></thead>\n<tbody>\n'
        for l_1_one in (undefined(name='rulings') if l_0_rulings is missing else l_0_rulings):
            _loop_vars = {}
            pass
            yield '<tr><td><b>'
            yield escape(environment.getattr(l_1_one, 'name'))
            yield '</b></td><td><a href="#'
            yield escape(t_1(environment.getattr(l_1_one, 'table')))
            yield '">'
            yield escape(environment.getattr(l_1_one, 'table'))
            yield '</a></td><td><code>'
            yield escape(environment.getattr(l_1_one, 'sql'))
            yield '</code></td><td>'
            if t_10(environment.getattr(l_1_one, 'breaches')):
                pass
                yield '<span class="dim">not asked: '
                yield escape(environment.getattr(l_1_one, 'why'))
                yield '</span>'
            elif environment.getattr(l_1_one, 'breaches'):
                pass
                yield '<span class="bad">✗ '
                yield escape(t_2(environment.getattr(l_1_one, 'breaches')))
                yield ' rows break it</span>'
            else:
                pass
                yield '<span class="good">✓ kept</span>'
            yield '</td></tr>\n'
        l_1_one = missing
        yield '</tbody></table></div>\n</section>\n'
    if (environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'recipe') and (environment.getattr(environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'recipe'), 'personas') or environment.getattr(environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'recipe'), 'machines'))):
        pass
        yield '<section>\n<h2>Personas and states</h2>\n'
        for l_1_kinds in environment.getattr(environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'recipe'), 'personas'):
            _loop_vars = {}
            pass
            yield '<p><a href="#'
            yield escape(t_1(environment.getattr(l_1_kinds, 'table')))
            yield '">'
            yield escape(environment.getattr(l_1_kinds, 'table'))
            yield '</a>'
            for l_2_persona in environment.getattr(l_1_kinds, 'personas'):
                _loop_vars = {}
                pass
                yield ' <em class="mark"><b>'
                yield escape(environment.getattr(l_2_persona, 'name'))
                yield '</b> '
                yield escape(t_7((100 * environment.getattr(l_2_persona, 'share'))))
                yield ' of the rows, '
                yield escape(t_3('%g', environment.getattr(l_2_persona, 'activity')))
                yield ' × as active</em>'
            l_2_persona = missing
            yield '</p>\n'
        l_1_kinds = missing
        for l_1_machine in environment.getattr(environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'recipe'), 'machines'):
            _loop_vars = {}
            pass
            yield '<p><a href="#'
            yield escape(t_1(environment.getattr(l_1_machine, 'table')))
            yield '">'
            yield escape(environment.getattr(l_1_machine, 'table'))
            yield '</a> <code>'
            yield escape(environment.getattr(l_1_machine, 'column'))
            yield '</code>'
            for l_2_state in environment.getattr(l_1_machine, 'states'):
                _loop_vars = {}
                pass
                yield ' <em class="mark"><b>'
                yield escape(environment.getattr(l_2_state, 'name'))
                yield '</b> '
                yield escape(t_3('%g', environment.getattr(l_2_state, 'weight')))
                if environment.getattr(l_2_state, 'implies'):
                    pass
                    yield ', has '
                    yield escape(t_4(context.eval_ctx, environment.getattr(l_2_state, 'implies'), ', '))
                yield '</em>'
            l_2_state = missing
            yield '</p>\n'
        l_1_machine = missing
        yield '</section>\n'
    if t_6(context.eval_ctx, t_8(context, environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'notes'), 'table')):
        pass
        yield '<section>\n<h2>Notes</h2>\n'
        l_0_notes = t_6(context.eval_ctx, t_8(context, environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'notes'), 'table'))
        context.vars['notes'] = l_0_notes
        context.exported_vars.add('notes')
        for l_1_note in (undefined(name='notes') if l_0_notes is missing else l_0_notes)[:(undefined(name='few') if l_0_few is missing else l_0_few)]:
            _loop_vars = {}
            pass
            yield '<p class="note">'
            yield escape(environment.getattr(l_1_note, 'what'))
            if environment.getattr(l_1_note, 'why'):
                pass
                yield ' <span class="dim">'
                yield escape(environment.getattr(l_1_note, 'why'))
                yield '</span>'
            yield '</p>\n'
        l_1_note = missing
        if (undefined(name='notes') if l_0_notes is missing else l_0_notes)[(undefined(name='few') if l_0_few is missing else l_0_few):]:
            pass
            yield '<details>\n<summary>'
            yield escape(t_2(t_5((undefined(name='notes') if l_0_notes is missing else l_0_notes)[(undefined(name='few') if l_0_few is missing else l_0_few):])))
            yield ' more</summary>\n'
            for l_1_note in (undefined(name='notes') if l_0_notes is missing else l_0_notes)[(undefined(name='few') if l_0_few is missing else l_0_few):]:
                _loop_vars = {}
                pass
                yield '<p class="note">'
                yield escape(environment.getattr(l_1_note, 'what'))
                if environment.getattr(l_1_note, 'why'):
                    pass
                    yield ' <span class="dim">'
                    yield escape(environment.getattr(l_1_note, 'why'))
                    yield '</span>'
                yield '</p>\n'
            l_1_note = missing
            yield '</details>\n'
        yield '</section>\n'
    yield '<section class="tables'
    yield escape(('' if (undefined(name='unfolded') if l_0_unfolded is missing else l_0_unfolded) else ' folded'))
    yield '" aria-label="Table by table">\n'
    l_0_bare = (not environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'stories'))
    context.vars['bare'] = l_0_bare
    context.exported_vars.add('bare')
    for l_1_table in (undefined(name='tables') if l_0_tables is missing else l_0_tables):
        _loop_vars = {}
        pass
        yield '<details class="table" id="'
        yield escape(environment.getattr(l_1_table, 'anchor'))
        yield '"'
        yield escape((' open' if ((undefined(name='unfolded') if l_0_unfolded is missing else l_0_unfolded) or environment.getattr(l_1_table, 'broken')) else cond_expr_undefined("the inline if-expression on line 189 evaluated to false and no else section was defined.")))
        yield '>\n<summary><h2>'
        yield escape(environment.getattr(l_1_table, 'id'))
        yield '</h2><span class="n">'
        yield escape(t_2(environment.getattr(l_1_table, 'rows')))
        yield ' row'
        yield escape(('' if (environment.getattr(l_1_table, 'rows') == 1) else 's'))
        yield '</span><span>'
        yield escape(t_5(environment.getattr(l_1_table, 'columns')))
        yield ' column'
        yield escape(('' if (t_5(environment.getattr(l_1_table, 'columns')) == 1) else 's'))
        yield '</span>'
        if (undefined(name='verdict') if l_0_verdict is missing else l_0_verdict):
            pass
            if environment.getattr(l_1_table, 'broken'):
                pass
                yield '<b class="bad">✗ '
                yield escape(t_5(environment.getattr(l_1_table, 'broken')))
                yield ' of '
                yield escape(t_2(environment.getattr(l_1_table, 'asked')))
                yield ' constraints broken</b>'
            else:
                pass
                yield '<span><span class="good">✓</span> '
                yield escape(t_2(environment.getattr(l_1_table, 'asked')))
                yield ' constraints</span>'
        yield '</summary>\n'
        if environment.getattr(l_1_table, 'cap'):
            pass
            yield '<p class="note">No more rows fit: '
            yield escape(environment.getattr(l_1_table, 'cap'))
            yield '</p>'
        for l_2_note in environment.getattr(l_1_table, 'notes'):
            _loop_vars = {}
            pass
            yield '<p class="note">'
            if environment.getattr(l_2_note, 'column'):
                pass
                yield '<code>'
                yield escape(environment.getattr(l_2_note, 'column'))
                yield '</code>: '
            yield escape(environment.getattr(l_2_note, 'what'))
            if environment.getattr(l_2_note, 'why'):
                pass
                yield ' <span class="dim">'
                yield escape(environment.getattr(l_2_note, 'why'))
                yield '</span>'
            yield '</p>\n'
        l_2_note = missing
        yield '<table class="columns'
        yield escape((' bare' if (undefined(name='bare') if l_0_bare is missing else l_0_bare) else cond_expr_undefined("the inline if-expression on line 195 evaluated to false and no else section was defined.")))
        yield '">\n<thead><tr><th>column</th><th>what it is</th><th>what it holds</th><th>how it spreads</th></tr></thead>\n<tbody>\n'
        for l_2_column in environment.getattr(l_1_table, 'columns'):
            _loop_vars = {}
            pass
            yield '<tr>\n<th scope="row"><code>'
            yield escape(environment.getattr(l_2_column, 'name'))
            yield '</code><small>'
            yield escape(environment.getattr(l_2_column, 'type'))
            yield '</small></th>\n<td>'
            if environment.getattr(l_2_column, 'story'):
                pass
                yield '<span>'
                yield escape(environment.getattr(environment.getattr(l_2_column, 'story'), 'reason'))
                yield '</span>'
            for l_3_mark in environment.getattr(l_2_column, 'marks'):
                _loop_vars = {}
                pass
                yield ' <em class="mark">'
                yield escape(l_3_mark)
                yield '</em>'
            l_3_mark = missing
            yield '</td>\n<td>'
            if environment.getattr(l_2_column, 'figures'):
                pass
                for l_3_example in environment.getattr(environment.getattr(l_2_column, 'figures'), 'examples'):
                    _loop_vars = {}
                    pass
                    yield '<samp>'
                    yield escape(l_3_example)
                    yield '</samp>'
                l_3_example = missing
                yield '<small>'
                yield escape(t_2(environment.getattr(environment.getattr(l_2_column, 'figures'), 'distinct')))
                yield ' different'
                if environment.getattr(environment.getattr(l_2_column, 'figures'), 'nulls'):
                    pass
                    yield ', '
                    yield escape(environment.getattr(environment.getattr(l_2_column, 'figures'), 'null_share'))
                    yield ' NULL'
                yield '</small>'
            elif environment.getattr(l_1_table, 'names'):
                pass
                yield '<small>the database fills it</small>'
            yield '</td>\n<td>'
            if environment.getattr(l_2_column, 'plot'):
                pass
                yield escape(context.call((undefined(name='drawn') if l_0_drawn is missing else l_0_drawn), environment.getattr(l_2_column, 'plot'), environment.getattr(l_2_column, 'declared'), _loop_vars=_loop_vars))
            yield '</td>\n</tr>\n'
        l_2_column = missing
        yield '</tbody>\n</table>\n'
        if (environment.getattr(l_1_table, 'asked') or environment.getattr(l_1_table, 'skipped')):
            pass
            yield '<details class="constraints"'
            yield escape((' open' if environment.getattr(l_1_table, 'broken') else cond_expr_undefined("the inline if-expression on line 209 evaluated to false and no else section was defined.")))
            yield '>\n<summary>'
            yield escape(t_2(environment.getattr(l_1_table, 'asked')))
            yield ' constraints'
            if environment.getattr(l_1_table, 'skipped'):
                pass
                yield ', '
                yield escape(t_2(t_5(environment.getattr(l_1_table, 'skipped'))))
                yield ' could not be asked'
            yield '</summary>\n<table>\n<tbody>\n'
            for l_2_one in environment.getattr(l_1_table, 'broken'):
                _loop_vars = {}
                pass
                yield '<tr><td class="bad">✗ '
                yield escape(environment.getattr(l_2_one, 'kind'))
                yield '</td><td><code>'
                yield escape(environment.getattr(l_2_one, 'constraint'))
                yield '</code>'
                if environment.getattr(l_2_one, 'sql'):
                    pass
                    yield ' <code class="dim">'
                    yield escape(environment.getattr(l_2_one, 'sql'))
                    yield '</code>'
                yield '<small>'
                yield escape(t_2(environment.getattr(l_2_one, 'rows')))
                yield ' row'
                yield escape(('' if (environment.getattr(l_2_one, 'rows') == 1) else 's'))
                yield ': '
                yield escape(t_4(context.eval_ctx, environment.getattr(l_2_one, 'examples'), '; '))
                yield '</small></td></tr>\n'
            l_2_one = missing
            for l_2_one in environment.getattr(l_1_table, 'kept'):
                _loop_vars = {}
                pass
                yield '<tr><td><span class="good">✓</span> '
                yield escape(environment.getattr(l_2_one, 'kind'))
                yield '</td><td>'
                if environment.getattr(l_2_one, 'all_columns'):
                    pass
                    yield 'of every column'
                else:
                    pass
                    for l_3_name in environment.getattr(l_2_one, 'constraints'):
                        _loop_vars = {}
                        pass
                        yield '<code'
                        if (environment.getattr(l_2_one, 'kind') == 'check'):
                            pass
                            yield ' class="line"'
                        yield '>'
                        yield escape(l_3_name)
                        yield '</code> '
                    l_3_name = missing
                yield '</td></tr>\n'
            l_2_one = missing
            for l_2_skipped in environment.getattr(l_1_table, 'skipped'):
                _loop_vars = {}
                pass
                yield '<tr><td class="dim">? '
                yield escape(context.call(environment.getattr(context.call(environment.getattr(environment.getattr(l_2_skipped, 'kind'), 'replace'), '_', ' ', _loop_vars=_loop_vars), 'lower'), _loop_vars=_loop_vars))
                yield '</td><td><code>'
                yield escape(environment.getattr(l_2_skipped, 'constraint'))
                yield '</code><small>'
                yield escape(environment.getattr(l_2_skipped, 'reason'))
                yield '</small></td></tr>\n'
            l_2_skipped = missing
            yield '</tbody></table>\n</details>\n'
        if environment.getattr(l_1_table, 'sample'):
            pass
            yield '<details class="sample">\n<summary>'
            yield escape(t_5(environment.getattr(l_1_table, 'sample')))
            yield ' of its rows</summary>\n<div class="wide"><table style="--columns: '
            yield escape(t_5(environment.getattr(l_1_table, 'names')))
            yield '; --rows: '
            yield escape(t_5(environment.getattr(l_1_table, 'sample')))
            yield '">\n<thead><tr>'
            for l_2_name in environment.getattr(l_1_table, 'names'):
                _loop_vars = {}
                pass
                yield '<th>'
                yield escape(l_2_name)
                yield '</th>'
            l_2_name = missing
            yield '</tr></thead>\n<tbody>\n'
            for l_2_row in environment.getattr(l_1_table, 'sample'):
                _loop_vars = {}
                pass
                yield '<tr>'
                for l_3_cell in l_2_row:
                    _loop_vars = {}
                    pass
                    if t_10(l_3_cell):
                        pass
                        yield '<td class="dim">NULL</td>'
                    else:
                        pass
                        yield '<td>'
                        yield escape(l_3_cell)
                        yield '</td>'
                l_3_cell = missing
                yield '</tr>\n'
            l_2_row = missing
            yield '</tbody></table></div>\n</details>\n'
        yield '</details>\n'
    l_1_table = missing
    yield '</section>\n</main>\n<footer>Figures and plots are of up to '
    yield escape(t_2((undefined(name='sample') if l_0_sample is missing else l_0_sample)))
    yield ' rows of each table, evenly spaced; a plot with a line of what was declared is of all rows that its test has. The most extreme hundredth at each end of a long range is counted with its last bar.'
    if environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'beside'):
        pass
        yield ' Beside this page, for machines: '
        l_1_loop = missing
        for l_1_name, l_1_loop in LoopContext(environment.getattr((undefined(name='account') if l_0_account is missing else l_0_account), 'beside'), undefined):
            _loop_vars = {}
            pass
            yield '<a href="'
            yield escape(l_1_name)
            yield '">'
            yield escape(l_1_name)
            yield '</a>'
            yield escape((', ' if (not environment.getattr(l_1_loop, 'last')) else cond_expr_undefined("the inline if-expression on line 241 evaluated to false and no else section was defined.")))
        l_1_loop = l_1_name = missing
        yield '.'
    yield '</footer>\n</body>\n</html>'

blocks = {}
debug_info = '7=88&9=90&13=92&14=100&16=105&17=110&20=131&22=140&23=144&24=147&25=149&26=151&27=156&30=168&32=171&35=183&37=188&40=199&41=201&42=204&47=217&48=221&49=225&50=228&51=230&54=236&56=239&57=243&61=259&67=262&68=266&73=286&75=289&76=292&79=301&83=304&84=310&85=314&87=323&88=328&92=358&93=361&94=365&99=380&105=383&107=387&108=393&109=395&110=406&117=412&120=415&121=442&123=445&125=447&126=451&127=453&128=465&129=469&133=487&136=490&138=493&139=497&140=501&146=510&152=513&153=517&158=541&161=544&162=548&164=565&165=569&169=591&172=594&173=597&174=601&176=609&178=612&179=614&180=618&186=629&187=631&188=634&189=638&190=642&191=667&192=672&193=676&195=690&198=692&200=696&201=700&202=713&203=735&208=741&209=744&210=746&213=754&214=758&216=775&217=779&219=799&220=803&225=811&227=814&228=816&229=820&231=828&232=832&241=850'
