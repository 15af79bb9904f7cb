{%- extends 'base.tpl' -%}

{%- block title -%}
The Class
{%- endblock -%}

{%- block body -%}
{% if problem %}<p>{{ problem | e }}</p>{% else %}
<p><a href="{{ base_url }}/formgrader/class/term">The term so far</a></p>
<table class="table table-hover">
  <thead><tr><th>Assignment</th><th>What the class got wrong</th><th>Submissions that are alike</th></tr></thead>
  <tbody>
    {% for name, title in rows %}
    <tr>
      <td>{{ title | e }}</td>
      <td><a href="{{ base_url }}/formgrader/class/report/{{ name }}">Report on {{ title | e }}</a></td>
      <td><a href="{{ base_url }}/formgrader/class/similar/{{ name }}">Pairs in {{ title | e }}</a></td>
    </tr>
    {% endfor %}
  </tbody>
</table>
{% endif %}
{%- endblock -%}
