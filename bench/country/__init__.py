"""How fast pages are at the size of the country, beside the same pages with a hundredth of it.

Two databases on one PostgreSQL server made for this run alone, each served by a process of its
own through the portal's whole WSGI application, and Datasette with the same awards in a third.
Pages are asked for in turn, so that all of them meet the same weather.
"""
